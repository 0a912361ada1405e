"""Sequences: letters and tasks one after the other, until somebody answers."""

from followups.sequences import listeners, many, sentences

__all__ = ["listeners", "many", "sentences"]
