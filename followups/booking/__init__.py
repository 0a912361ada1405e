"""Private pages on which others take a free time of somebody's day."""
