"""Taking deals out of the house is written down."""

from timeline.log import record


def note_export(*, by, count, query):
    """Write down who took how many deals away, and by which filter."""
    return record("deals.exported", by, by=by, details={"count": count, "query": query})
