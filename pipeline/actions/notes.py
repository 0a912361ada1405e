"""Words written on a deal: notes, and what was said on the phone and face to face."""

from django.db import transaction

from timeline.log import record


def note_on_deal(deal, *, text, by):
    """Put a note on the deal's timeline and return its event."""
    return write("deal.noted", deal, by=by, details={"text": text})


def log_call(deal, *, text, by, people=(), outcome="", minutes=None):
    """Put a call with these contacts on the deal's timeline and return its event; `outcome` is a Reached."""
    return talk("deal.call", deal, people, {"text": text, "outcome": outcome, "minutes": minutes}, by)


def log_meeting(deal, *, text, by, people=(), minutes=None):
    """Put a meeting with these contacts on the deal's timeline and return its event."""
    return talk("deal.meeting", deal, people, {"text": text, "minutes": minutes}, by)


def talk(verb, deal, people, details, by):
    details |= {"with": [[contact.pk, contact.name] for contact in people]}
    return write(verb, deal, *people, by=by, details={name: value for name, value in details.items() if value})


def write(verb, deal, *people, by, details):
    with transaction.atomic():
        return record(verb, deal, by=by, about=(deal.company, deal.lead, *people), details=details, owner=deal.owner)
