"""What the bench of the reports is made of."""
