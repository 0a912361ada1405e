"""What was asked for, how far it is reached, and what it takes."""
