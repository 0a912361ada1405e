"""How leads come in by themselves: by forms on the street and by the keys of other programs."""

from leads.capture import listeners, sentences

__all__ = ["listeners", "sentences"]
