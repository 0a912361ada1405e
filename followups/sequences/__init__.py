"""Sequences: letters and tasks one after the other, until somebody answers."""

from followups.sequences import acts, listeners, many, sentences

__all__ = ["acts", "listeners", "many", "sentences"]
