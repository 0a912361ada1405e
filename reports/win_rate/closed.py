"""Deals closed in a period: won and lost, by whatever they are grouped by; how long they took, why they were lost."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    Aggregate,
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    Q,
    Sum,
    Value,
    When,
)

from accounts.fields.filters import EMPTY
from accounts.fields.kinds import say
from forecasting.queries import links
from pipeline.models import Deal, DealLabelStay
from pipeline.queries.labels import MOMENTS, covers
from reports.rates import Rate

WON, LOST = Q(status=Deal.Status.WON), Q(status=Deal.Status.LOST)
EACH = Value(1)  # a row is counted without asking for its key, which few indexes hold
RATE = {
    "won": Count(EACH, filter=WON),
    "lost": Count(EACH, filter=LOST),
    "won_amount": Sum("base_amount", filter=WON, default=0),
    "lost_amount": Sum("base_amount", filter=LOST, default=0),
    "squares": Sum(F("base_amount") * F("base_amount"), default=0),
}
MOST_BINS = 11
MARKS = [0.25, 0.5, 0.75, 0.9, 0.95]
LENGTHS = """
SELECT NULL::float8 AS day, count(*), percentile_cont(%s::float8[]) WITHIN GROUP (ORDER BY length)
FROM ({won} OFFSET '0') AS won
UNION ALL
SELECT floor(length), count(*), NULL::float8[] FROM ({won} OFFSET '0') AS won GROUP BY 1
"""
WIDTHS = (1, 2, 5, 7, 14, 28, 60, 90, 180, 365)


@dataclass(frozen=True)
class Group:
    """One row of a breakdown: its name, its deals and their address; `person` where it is one."""

    name: str
    rate: Rate
    url: str
    won_url: str = ""
    person: object = None


@dataclass(frozen=True)
class Cycle:
    """How many days won deals took: quartiles, the ninth decile, and (first day, count) of bins `width` days wide."""

    count: int = 0
    quarter: float = 0.0
    median: float = 0.0
    three_quarters: float = 0.0
    ninety: float = 0.0
    width: int = 1
    bins: list = field(default_factory=list)


class Percentile(Aggregate):
    """The value below which the share `at` of all lies."""

    function = "percentile_cont"
    template = "%(function)s(%(at)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expression, at):
        super().__init__(expression, at=float(at))


class Days(Func):
    """A span of time in days."""

    template = "(date_part('epoch', %(expressions)s) / 86400)"
    output_field = FloatField()


LENGTH = Days(F("closed_at") - F("opened_at"))


def figures_of(deals):
    """What a period is compared by: the rate of its closed deals and the median days its won deals took."""
    found = deals.aggregate(**RATE, cycle=Percentile(Case(When(WON, then=LENGTH)), 0.5))
    cycle = found.pop("cycle")
    return Rate(**found), cycle


def closed_in(scope, period, zone):
    """The deals of a scope won or lost in a period, in the zone of the workspace."""
    start, end = period.bounds(zone)
    deals = scope.of(Deal.objects).filter(WON | LOST).order_by()
    deals = deals.filter(closed_at__gte=start) if start else deals
    return deals.filter(closed_at__lt=end) if end else deals


def rates_by_label_then(deals, rates):
    """{one of MOMENTS: {label, None for none: Rate}} by the labels deals carried as they began and as they closed.

    `rates` are those by the labels they carry now; only deals that ever carried another one are looked up.
    """
    changed = deals.order_by().filter(pk__in=DealLabelStay.objects.filter(DealLabelStay.CHANGED).values("deal"))
    now = dict(rates_in(changed.values_list("label")))
    whole, then = sum(now.values(), Rate()), rates_as_carried(changed) if now else {}
    return {moment: changed_rates(rates, now, with_the_rest(then.get(moment, {}), whole)) for moment in MOMENTS}


def rates_as_carried(deals):
    told = {moment: ExpressionWrapper(covers(moment), output_field=BooleanField()) for moment in MOMENTS}
    stays = deals.filter(label_stays__isnull=False).values_list("label_stays__label", *told.values())
    found = {moment: defaultdict(Rate) for moment in MOMENTS}
    for label, *held, rate in rates_in(stays):
        for moment, is_held in zip(MOMENTS, held, strict=True):
            if is_held:
                found[moment][label] += rate
    return found


def changed_rates(rates, less, more):
    """Some rates without those that are `less` in them and with those that are `more`."""
    found = {key: rates.get(key, Rate()) - less.get(key, Rate()) + more.get(key, Rate()) for key in {**rates, **more}}
    return {key: rate for key, rate in found.items() if rate.closed}


def rates_in(rows):
    """The rows of a grouping, each with its Rate behind its keys."""
    for *keys, won, lost, won_amount, lost_amount, squares in rows.annotate(**RATE):
        yield *keys, Rate(won, lost, won_amount, lost_amount, squares)


def with_the_rest(rates, whole):
    rest = whole - sum(rates.values(), Rate())
    return rates | ({None: rest} if rest.closed else {})


def by_field(deals, field, period, base):
    """By a custom field, its values in the order in which people find them, deals without one last."""
    rows = deals.order_by().values(kept=F(f"custom__{field.key}")).annotate(**RATE)
    order = {pk: place for place, (pk, _name, _is_retired) in enumerate(field.options)}
    rows = sorted(rows, key=lambda row: (row["kept"] is None, order.get(row["kept"], 0), say(field, row["kept"])))
    return [group(say(field, row["kept"]), row, period, base | asking(field, row["kept"])) for row in rows]


def asking(field, value):
    """How the filter of deals asks for a value of a custom field."""
    return {EMPTY: field.key} if value is None else {field.fact: value}


def own(name, value):
    return {name: value} if value else {"lacking": name}


def group(name, row, period, filters, person=None):
    return group_of(name, Rate(**{part: row[part] for part in RATE}), period, filters, person)


def group_of(name, rate, period, filters, person=None):
    return Group(name, rate, links.closed_in(period, **filters), links.won_in(period, **filters), person)


def cycle_of(deals):
    """The lengths of the won deals."""
    try:
        told, values = deals.filter(WON).order_by().values(length=LENGTH).query.sql_with_params()
    except EmptyResultSet:
        return Cycle()
    with connection.cursor() as cursor:
        cursor.execute(LENGTHS.format(won=told), [MARKS, *values, *values])
        rows = cursor.fetchall()
    count, marks = next((count, marks) for day, count, marks in rows if day is None)
    days = [(day, many) for day, many, _marks in rows if day is not None]
    return cycle_in_bins(count, marks, days) if count else Cycle()


def cycle_in_bins(count, marks, days):
    """Bins as wide as it takes to hold nineteen of twenty in eleven, of (whole days, count)."""
    *quartiles, most = marks
    width = next((width for width in WIDTHS if most <= width * MOST_BINS), WIDTHS[-1])
    counts = Counter()
    for day, many in days:
        counts[min(int(day // width), MOST_BINS)] += many
    bins = [(place * width, counts[place]) for place in range(max(counts) + 1)]
    return Cycle(count, *quartiles, width, bins)
