"""Where the records of the log are looked at."""

from django.urls import reverse

from leads.models import Company, Contact, Lead
from pipeline.models import Deal

MODELS = {"deal": Deal, "lead": Lead, "company": Company, "contact": Contact}
PAGES = {"deal": "pipeline:deal", "lead": "leads:lead", "company": "leads:company", "contact": "leads:contact"}


def parted(subject):
    """“deal:7” as its model and id; (None, None) for what has no page of its own."""
    kind, _colon, pk = subject.partition(":")
    return (MODELS[kind], int(pk)) if kind in MODELS and pk.isdecimal() and len(pk) < 19 else (None, None)


def page_of_subject(subject):
    """The page of a record by its name in the log."""
    kind, _colon, pk = subject.partition(":")
    return reverse(PAGES[kind], args=[pk])
