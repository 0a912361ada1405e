"""What a sale turns on: the buyer's pains, objections and criteria, the competitors, and what proves BANT answers."""

from pipeline.points import sentences

__all__ = ["sentences"]
