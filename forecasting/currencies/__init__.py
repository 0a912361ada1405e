"""What a period holds in each currency, and what that is worth."""
