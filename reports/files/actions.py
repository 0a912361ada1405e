"""Taking a report out of the house is written down."""

from timeline.log import record


def note_export(*, by, report, ending, query):
    """Write down who took which report away, as which kind of file and by which filter."""
    return record("report.exported", by, by=by, details={"report": report, "format": ending.upper(), "query": query})
