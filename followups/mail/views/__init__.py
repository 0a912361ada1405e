"""Pages of letters: writing and reading them, their templates, one's own mail, and the doors of the street."""
