"""Words written on a deal."""

from django.db import transaction

from timeline.log import record


def note_on_deal(deal, *, text, by):
    """Put a note on the deal's timeline and return its event."""
    with transaction.atomic():
        return record(
            "deal.noted", deal, by=by, about=(deal.company, deal.lead), details={"text": text}, owner=deal.owner
        )
