"""Taking records out of the house is written down."""

from timeline.log import record


def note_export(kind, *, by, count, query):
    """Write down who took how many “leads”, “companies” or “contacts” away, and by which filter."""
    return record(f"{kind}.exported", by, by=by, details={"count": count, "query": query})
