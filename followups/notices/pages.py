"""Where the records of the log are looked at."""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve, reverse

from accounts.bin.queries import place_in_bin
from followups.models import Letter
from leads.models import Company, Contact, Lead
from pipeline.models import Deal

MODELS = {"deal": Deal, "lead": Lead, "company": Company, "contact": Contact}
PAGES = {"deal": "pipeline:deal", "lead": "leads:lead", "company": "leads:company", "contact": "leads:contact"}

SHOWN = {PAGES[kind]: model for kind, model in MODELS.items()} | {"followups:letter": Letter}


def parted(subject):
    """“deal:7” as its model and id; (None, None) for what has no page of its own."""
    kind, _colon, pk = subject.partition(":")
    return (MODELS[kind], int(pk)) if kind in MODELS and pk.isdecimal() and len(pk) < 19 else (None, None)


def page_of_subject(subject):
    """The page of a record by its name in the log."""
    kind, _colon, pk = subject.partition(":")
    return reverse(PAGES[kind], args=[pk])


def instead_of(address, reader):
    """Where the bin shows what this page would, if it lies there; empty if the reader may not see that, else None."""
    try:
        page = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    model = SHOWN.get(page.view_name)
    return model and place_in_bin(model, page.kwargs["pk"], reader)
