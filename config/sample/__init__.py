"""A year at Tamar Fleet Systems: sample history of our own making, clearly marked, removable in one click."""
