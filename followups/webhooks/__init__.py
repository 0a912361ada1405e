"""Telling other programs what happened: signed, to public addresses only, again and again until they say yes."""

from followups.webhooks import acts, carrying, sentences

__all__ = ["acts", "carrying", "sentences"]
