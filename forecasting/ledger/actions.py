"""Name a sum for a period; what was named before stays in the ledger."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.zones import today
from forecasting.models import Entry
from pipeline.rates import in_base, workspace_currency
from timeline.log import record

Kind = Entry.Kind
VERBS = {Kind.SUBMISSION: "forecast.submitted", Kind.ADJUSTMENT: "forecast.adjusted", Kind.QUOTA: "quota.set"}


@transaction.atomic
def name_sum(kind, period, amount, *, by, owner=None, team=None, pipeline=None, currency=None, note="", since=None):
    """Write what `by` says a period brings or asks for, of a person, a team or the house, from `since` (today) on.

    `amount` None takes back what was said. RateMissing: the currency has no rate yet.
    """
    base, this_day = workspace_currency(), today()
    currency = currency or base
    entry = Entry.objects.create(
        kind=kind,
        owner=owner,
        team=team,
        pipeline=pipeline,
        period=period.kind,
        first=period.first,
        last=period.last,
        amount=amount,
        currency=currency,
        base_amount=None if amount is None else in_base(amount, currency),
        base_currency=base,
        note=note,
        effective_on=since or this_day,
        by=by,
    )
    record(VERBS[kind], entry, by=by, details=told(entry), owner=owner)
    return entry


def told(entry):
    """What the log freezes of an entry."""
    whose = entry.owner or entry.team
    return {
        "about": whose.name if whose else _("the house"),
        "amount": None if entry.amount is None else str(entry.amount),
        "currency": entry.currency,
        "first": entry.first.isoformat(),
        "last": entry.last.isoformat(),
        "note": entry.note,
    }
