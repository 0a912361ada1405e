"""What people are told, by which ways, and the page that keeps it."""
