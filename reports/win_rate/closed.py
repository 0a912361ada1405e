"""Deals closed in a period: won and lost, by whatever they are grouped by; how long they took, why they were lost."""

from dataclasses import dataclass, field

from django.db.models import Aggregate, Count, F, FloatField, Func, Min, Q, Sum
from django.db.models.functions import Floor, Least, Lower, TruncMonth, TruncQuarter

from accounts.fields.filters import EMPTY
from accounts.fields.kinds import say
from forecasting.calendar import Period, Quarter, last_of, quarter_name
from forecasting.queries import links
from kit import formats
from pipeline.models import Deal
from pipeline.queries.labels import with_label_at
from reports.rates import Rate

WON, LOST = Q(status=Deal.Status.WON), Q(status=Deal.Status.LOST)
RATE = {
    "won": Count("pk", filter=WON),
    "lost": Count("pk", filter=LOST),
    "won_amount": Sum("base_amount", filter=WON, default=0),
    "lost_amount": Sum("base_amount", filter=LOST, default=0),
    "squares": Sum(F("base_amount") * F("base_amount"), default=0),
}
MOST_BINS = 11
WIDTHS = (1, 2, 5, 7, 14, 28, 60, 90, 180, 365)
MONTHS_IN_A_ROW = 14


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


@dataclass(frozen=True)
class Reason:
    name: str
    count: int
    amount: object
    url: str


class Percentile(Aggregate):
    """The value below which the share `at` of all lies."""

    function = "percentile_cont"
    template = "%(function)s(%(at)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expression, at):
        super().__init__(expression, at=float(at))


class Days(Func):
    """A span of time in days."""

    template = "(extract(epoch FROM %(expressions)s)::float8 / 86400)"
    output_field = FloatField()


LENGTH = Days(F("closed_at") - F("opened_at"))


def closed_in(scope, period, zone):
    """The deals of a scope won or lost in a period, in the zone of the workspace."""
    start, end = period.bounds(zone)
    deals = scope.of(Deal.objects).filter(WON | LOST).order_by()
    deals = deals.filter(closed_at__gte=start) if start else deals
    return deals.filter(closed_at__lt=end) if end else deals


def rate_of(deals):
    return Rate(**deals.aggregate(**RATE))


def by_rep(deals, people, period, base):
    rows = deals.values("owner_id").annotate(**RATE)
    return [
        group(people[row["owner_id"]].name, row, period, base | {"owner": row["owner_id"]}, people[row["owner_id"]])
        for row in rows
    ]


def by_label(deals, period, base):
    rows = deals.values("label_id").annotate(name=Min("label__name"), place=Min("label__position"), **RATE)
    rows = sorted(rows, key=lambda row: (row["label_id"] is None, row["place"]))
    return [group(row["name"] or "", row, period, base | own("label", row["label_id"])) for row in rows]


def by_label_at(deals, moment, period, base):
    """By the label a deal carried as it began or as it closed, one of MOMENTS."""
    rows = with_label_at(deals, moment).values(then=F("label_then__label_id"))
    rows = rows.annotate(name=Min("label_then__label__name"), place=Min("label_then__label__position"), **RATE)
    rows = sorted(rows, key=lambda row: (row["then"] is None, row["place"]))
    return [group(row["name"] or "", row, period, base | own(moment, row["then"])) for row in rows]


def by_word(deals, name, period, base):
    """By a free text, such as the source; the same word in other letters is the same."""
    rows = deals.annotate(key=Lower(name)).values("key").annotate(name=Min(name), **RATE)
    return [group(row["name"], row, period, base | own(name, row["name"])) for row in rows]


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


def by_time(deals, zone, base):
    """By month of closing, or by quarter where there are many months."""
    months = monthly(deals, zone, TruncMonth)
    return [of_month(row, base) for row in months] if len(months) <= MONTHS_IN_A_ROW else by_quarter(deals, zone, base)


def monthly(deals, zone, trunc):
    rows = deals.annotate(start=trunc("closed_at", tzinfo=zone)).values("start").annotate(**RATE)
    return list(rows.order_by("start"))


def of_month(row, base):
    first = row["start"].date()
    return group(formats.month(first), row, Period(first, last_of(first)), base)


def by_quarter(deals, zone, base):
    return [of_quarter(row, base) for row in monthly(deals, zone, TruncQuarter)]


def of_quarter(row, base):
    quarter = Quarter.of(row["start"].date())
    return group(quarter_name(quarter), row, quarter, base)


def group(name, row, period, filters, person=None):
    rate = Rate(**{part: row[part] for part in RATE})
    return Group(name, rate, links.closed_in(period, **filters), links.won_in(period, **filters), person)


def cycle_of(deals):
    """The lengths of the won deals; bins as wide as it takes to hold nineteen of twenty in eleven."""
    won = deals.filter(WON)
    marks = {"quarter": 0.25, "median": 0.5, "three_quarters": 0.75, "ninety": 0.9, "most": 0.95}
    found = won.aggregate(count=Count("pk"), **{name: Percentile(LENGTH, at) for name, at in marks.items()})
    if not found["count"]:
        return Cycle()
    most = found.pop("most")
    width = next((width for width in WIDTHS if most <= width * MOST_BINS), WIDTHS[-1])
    number = Least(Floor(LENGTH / float(width)), float(MOST_BINS), output_field=FloatField())
    counts = dict(won.annotate(bin=number).values_list("bin").annotate(Count("pk")))
    last = int(max(counts))
    return Cycle(**found, width=width, bins=[(place * width, counts.get(place, 0)) for place in range(last + 1)])


def reasons_of(deals, period, base):
    """Why deals were lost, the most frequent first."""
    rows = deals.filter(LOST).values("lost_reason_id").annotate(
        name=Min("lost_reason__name"), count=Count("pk"), amount=Sum("base_amount")
    )  # fmt: skip
    return [
        Reason(row["name"] or "", row["count"], row["amount"], reason_url(row["lost_reason_id"], period, base))
        for row in rows.order_by("-count", "-amount", "name")
    ]


def reason_url(reason_id, period, base):
    return links.lost_in(period, **base, **({"lost_reason": reason_id} if reason_id else {"lacking": "reason"}))
