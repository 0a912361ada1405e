"""The keys by which other programs come in: made, shown once, revoked."""
