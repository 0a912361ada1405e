"""What a deal is about in lines: products and prices, discount, tax, and what they add up to."""
