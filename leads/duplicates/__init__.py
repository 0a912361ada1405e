"""Who is here already: the likes of a record, pairs that look alike, merges that can be undone."""

from leads.duplicates import listeners, sentences

__all__ = ["listeners", "sentences"]
