"""What happened to leads and may change their score."""

from leads.models import Lead
from leads.scoring.engine import BUNCH, rescore

OWN = {"lead.labelled", "lead.promoted"}


def keep_scores(events):
    """Score anew the leads these events are about, and those of companies that changed."""
    keys = [key for event in events if event.verb not in OWN for key in event.about]
    ids = ids_of(keys, "lead")
    if companies := ids_of(keys, "company"):
        ids |= set(Lead.objects.filter(company__in=companies).values_list("pk", flat=True))
    ordered = sorted(ids)
    for start in range(0, len(ordered), BUNCH):
        rescore(ordered[start : start + BUNCH])


def ids_of(keys, kind):
    """The ids of the records of a kind among their names in the log."""
    parts = (key.partition(":") for key in keys)
    return {int(pk) for what, _colon, pk in parts if what == kind}
