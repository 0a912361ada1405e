"""The deals of a list, in the order asked for, with their totals: one question behind screen and export."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, Sum, When
from django.db.models.functions import Greatest

from accounts.fields.facts import is_custom, key_of
from accounts.fields.filters import order_of
from accounts.fields.known import fields_named
from kit.formats import whole
from pipeline.models import IS_PARKED, NEEDS_ATTENTION, PROBABILITY, Deal
from pipeline.queries.board import IS_OPEN, NOTHING

# what the head of a column sorts by; ages count the days since a moment, so that the youngest came last
ORDERS = {
    "title": F("title"),
    "company": F("company__name"),
    "stage": F("stage__position"),
    "value": F("base_amount"),
    "odds": PROBABILITY,
    "weighted": F("base_amount") * PROBABILITY,
    "close": F("expected_close"),
    "owner": F("owner__name"),
    "next": F("next_step_at"),
    "label": F("label__name"),
    "days": F("entered_stage_at"),
    "idle": Greatest("touched_at", "entered_stage_at"),
    "pushes": F("pushes"),
}
AGES = {"days", "idle"}
CLOSED_LAST = Case(When(status=Deal.Status.OPEN, then=0), default=1)


@dataclass(frozen=True)
class Totals:
    """What the whole filter holds, in whole units of the workspace's currency; only open deals are weighted."""

    count: int
    total: int
    open_total: int
    open_weighted: int
    attention: int
    parked: int
    parked_total: int


def sorted_deals(deals, order):
    """Deals by one of ORDERS or a custom field, a leading “-” from the far end.

    Without an order open deals come first, by their next step.
    """
    key = order.removeprefix("-")
    if is_custom(key) and (fields := fields_named("deal", [key_of(key)])):
        return deals.order_by(order_of(*fields.values(), falls=order[0] == "-"), "-pk")
    if key not in ORDERS:
        return deals.order_by(CLOSED_LAST, F("next_step_at").asc(nulls_last=True), "-pk")
    falls = (order[0] == "-") != (key in AGES)
    column = ORDERS[key]
    return deals.order_by(column.desc(nulls_last=True) if falls else column.asc(nulls_last=True), "-pk")


def listed_deals(deals, order):
    """The same with everything a row shows."""
    return sorted_deals(deals, order).for_cards().select_related("pipeline")


def rows_of(ids):
    """These deals with everything a row shows, in the order of their ids."""
    found = Deal.objects.for_cards().select_related("pipeline").in_bulk(list(ids))
    return [found[pk] for pk in ids if pk in found]


def totals_of(deals):
    """Count and totals over every page, in whole units, in one query."""
    sums = deals.order_by().aggregate(
        count=Count("pk"),
        total=Sum("base_amount", default=NOTHING),
        open_total=Sum("base_amount", filter=IS_OPEN, default=NOTHING),
        open_weighted=Sum(F("base_amount") * PROBABILITY / 100, filter=IS_OPEN, default=NOTHING),
        attention=Count("pk", filter=NEEDS_ATTENTION),
        parked=Count("pk", filter=IS_PARKED),
        parked_total=Sum("base_amount", filter=IS_PARKED, default=NOTHING),
    )
    return Totals(**{name: whole(value) for name, value in sums.items()})
