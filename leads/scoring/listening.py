"""What happened to leads and may change their score."""

from django.db.models import Q

from leads.models import Lead
from leads.scoring.engine import BUNCH, rescore
from leads.scoring.signals import of_contacts

OWN = {"lead.labelled", "lead.promoted"}


def keep_scores(events):
    """Score anew the leads these events are about, of companies that changed, of contacts who did something."""
    keys = [key for event in events if event.verb not in OWN for key in event.about]
    deeds = [key for event in events if event.verb in of_contacts for key in event.about]
    ids = ids_of(keys, "lead")
    companies, contacts = ids_of(keys, "company"), ids_of(deeds, "contact")
    if companies or contacts:
        theirs = Q(company__in=companies) | Q(contact__in=contacts)
        ids |= set(Lead.objects.filter(theirs).values_list("pk", flat=True))
    ordered = sorted(ids)
    for start in range(0, len(ordered), BUNCH):
        rescore(ordered[start : start + BUNCH])


def ids_of(keys, kind):
    """The ids of the records of a kind among their names in the log."""
    parts = (key.partition(":") for key in keys)
    return {int(pk) for what, _colon, pk in parts if what == kind}
