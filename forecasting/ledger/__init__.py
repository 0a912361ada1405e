"""What people say a period will bring, and what they were asked for: written down, never rubbed out."""
