"""What is sold: the list of products, what they cost in each currency, and how they come in from files."""

from pipeline.products import sentences

__all__ = ["sentences"]
