"""What foreign money is worth, written by an admin; the worth of open deals follows."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Round

from accounts.zones import today
from pipeline.boards import every_board
from pipeline.models import Deal, ExchangeRate
from pipeline.rates import weighed, workspace_currency
from timeline.log import record

LATELY = timedelta(days=31)  # the worker may have rested on the day itself


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


def begin_rates():
    """Value open deals anew where a rate that was written beforehand has begun; returns how many deals."""
    begun = ExchangeRate.objects.filter(since__gt=today() - LATELY, since__lte=today())
    return sum(begin(currency) for currency in begun.values_list("currency", flat=True).distinct().order_by("currency"))


@transaction.atomic
def begin(currency):
    known, count = rate_today(currency), weigh_open_deals(currency)
    if count:
        was = ExchangeRate.objects.filter(currency=currency, since__lt=known.since).order_by("since").last()
        details = {"currency": currency, "rate": str(known.rate), "deals": count, "was": was and str(was.rate)}
        record("rate.began", known, by=None, details=details, live=every_board())
    return count


def weigh_open_deals(currency):
    """Value the open deals of a currency at today's rate, in the order of their ids; returns how many changed."""
    known = rate_today(currency)
    if known is None:
        return 0
    worth = Round(F("amount") * known.rate, precision=2)
    deals = Deal.objects.open().filter(currency=currency).exclude(base_amount=worth)
    ids = list(deals.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    return Deal.objects.filter(pk__in=ids).update(base_amount=worth)


def rate_today(currency):
    """The rate open deals of a currency are weighed at, or None."""
    known = ExchangeRate.objects.filter(currency=currency, since__lte=today())
    return known.order_by("-since").first()
