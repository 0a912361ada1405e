"""The one importer: a file becomes rows, rows become records of a kind, what cannot is given back with the reason."""

from leads.importing import records, sentences

__all__ = ["records", "sentences"]
