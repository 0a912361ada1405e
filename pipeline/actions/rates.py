"""What foreign money is worth, written by an admin; the worth of open deals follows."""

from decimal import Decimal

from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Round
from django.utils import timezone

from pipeline.boards import every_board
from pipeline.models import Deal, ExchangeRate
from pipeline.rates import weighed, workspace_currency
from timeline.log import record


@transaction.atomic
def set_rate(currency, *, rate, since, by):
    """Say what one unit of `currency` is worth in the workspace's from a day on; closed deals keep their day's rate.

    Raises WorthTooLarge if an open deal would become more than a sum can hold.
    """
    largest = Deal.objects.open().filter(currency=currency).aggregate(most=Max("amount"))["most"]
    weighed(largest or Decimal(0), rate, currency, workspace_currency())
    was = rate_today(currency)
    known, _is_new = ExchangeRate.objects.update_or_create(currency=currency, since=since, defaults={"rate": rate})
    count = weigh_open_deals(currency)
    details = {"currency": currency, "rate": str(rate), "since": since.isoformat(), "deals": count}
    details["was"] = was and str(was.rate)
    record("rate.set", known, by=by, details=details, live=every_board())
    return known


def weigh_open_deals(currency):
    """Value the open deals of a currency at today's rate, in the order of their ids; returns how many."""
    today = rate_today(currency)
    if today is None:
        return 0
    deals = Deal.objects.open().filter(currency=currency)
    ids = list(deals.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    return Deal.objects.filter(pk__in=ids).update(base_amount=Round(F("amount") * today.rate, precision=2))


def rate_today(currency):
    """The rate open deals of a currency are weighed at, or None."""
    known = ExchangeRate.objects.filter(currency=currency, since__lte=timezone.localdate())
    return known.order_by("-since").first()
