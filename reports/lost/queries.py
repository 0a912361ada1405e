"""What was lost in a period: why, from which stage, by whom, after how long, and to whom."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.db.models import Case, Count, F, Min, Sum, Value, When

from accounts.models import User
from accounts.zones import workspace_zone
from forecasting.calendar import Period, today
from forecasting.queries import links
from reports.win_rate.closed import LENGTH, LOST, Percentile, closed_in

AGES = [(0, 13), (14, 29), (30, 59), (60, 89), (90, 179), (180, 364), (365, None)]  # whole days, both included
SUMS = {"count": Count("pk"), "amount": Sum("base_amount", default=0)}
CALL_AGAIN_AFTER, CALL_AGAIN_BEFORE = 90, 365  # days since they were lost
MOST_CALLS = 10


@dataclass(frozen=True)
class Loss:
    """Lost deals of one sort with their address; `before` counts those of the period before, `key` tells them apart."""

    key: object
    name: str
    count: int
    amount: Decimal
    url: str
    before: int | None = None
    person: object = None


@dataclass(frozen=True)
class Lost:
    """Everything the report says of the deals lost in a period; `cells` are the losses by reason and stage."""

    count: int
    amount: Decimal
    median_days: float | None
    url: str
    before: tuple | None
    by_reason: list
    by_stage: list
    by_rep: list
    by_age: list
    by_competitor: list
    cells: dict
    calls: list = field(default_factory=list)
    calls_url: str = ""

    @property
    def unexplained(self):
        """The deals lost without a reason, None where each has one."""
        return next((loss for loss in self.by_reason if loss.key is None), None)


def lost_of(scope, period, before=None):
    """The deals of a scope that were lost in a period, compared with those of the period before."""
    zone, base = workspace_zone(), scope.link
    deals = closed_in(scope, period, zone).filter(LOST)
    earlier = closed_in(scope, before, zone).filter(LOST) if before else None
    sums = deals.aggregate(**SUMS, median=Percentile(LENGTH, 0.5))
    calls, calls_url = calls_worth_making(scope, zone, base)
    return Lost(
        count=sums["count"],
        amount=sums["amount"],
        median_days=sums["median"],
        url=links.lost_in(period, **base),
        before=earlier and tuple(earlier.aggregate(**SUMS).values()),
        by_reason=by_reason(deals, earlier, period, base),
        by_stage=by_stage(deals, earlier, period, base),
        by_rep=by_rep(deals, earlier, period, base),
        by_age=by_age(deals, period, base),
        by_competitor=by_competitor(deals, earlier, period, base),
        cells=cells_of(deals, period, base),
        calls=calls,
        calls_url=calls_url,
    )


def by_reason(deals, earlier, period, base):
    """The most frequent first."""
    rows = grouped(deals, earlier, "lost_reason_id", name=Min("lost_reason__name"))
    return [loss(row, links.lost_in(period, **base, **asking("reason", "lost_reason", row["key"]))) for row in rows]


def by_competitor(deals, earlier, period, base):
    """To whom, the most frequent first, those where nobody was named last."""
    rows = grouped(deals, earlier, "lost_to_id", name=Min("lost_to__name"))
    rows.sort(key=lambda row: row["key"] is None)
    return [loss(row, links.lost_in(period, **base, **asking("competitor", "lost_to", row["key"]))) for row in rows]


def by_stage(deals, earlier, period, base):
    """In the order of the pipelines; a name that two stages bear is told with its pipeline's."""
    facts = {"name": Min("stage__name"), "board": Min("pipeline__name")}
    order = {"board_place": Min("pipeline__position"), "place": Min("stage__position")}
    rows = grouped(deals, earlier, "stage_id", **facts, **order)
    rows.sort(key=lambda row: (row["board_place"], row["board"], row["place"], row["key"]))
    names = [row["name"] for row in rows]
    named = [row | {"name": f"{row['name']} ({row['board']})"} if names.count(row["name"]) > 1 else row for row in rows]
    return [loss(row, links.lost_in(period, stage=row["key"], **base)) for row in named]


def by_rep(deals, earlier, period, base):
    """Whoever lost most comes first."""
    people = User.objects.in_bulk()
    return [
        loss(
            row | {"name": people[row["key"]].name},
            links.lost_in(period, **base | {"owner": row["key"]}),
            people[row["key"]],
        )
        for row in grouped(deals, earlier, "owner_id")
    ]


def by_age(deals, period, base):
    """By the whole days from opened to lost, one Loss for each of AGES, named after its first and last day."""
    within = [
        When(opened_at__gt=F("closed_at") - timedelta(days=last + 1), then=Value(first)) for first, last in AGES[:-1]
    ]
    band = Case(*within, default=Value(AGES[-1][0]))
    rows = {row["band"]: row for row in deals.annotate(band=band).values("band").annotate(**SUMS)}
    return [age_loss(first, last, rows.get(first), period, base) for first, last in AGES]


def age_loss(first, last, row, period, base):
    url = links.lost_in(period, age_min=first, age_max=last, **base)
    count, amount = (row["count"], row["amount"]) if row else (0, Decimal(0))
    return Loss((first, last), "", count, amount, url)


def cells_of(deals, period, base):
    """{(key of a reason, key of a stage): Loss}."""
    rows = deals.values("lost_reason_id", "stage_id").annotate(**SUMS)
    return {(row["lost_reason_id"], row["stage_id"]): cell(row, period, base) for row in rows}


def cell(row, period, base):
    reason = asking("reason", "lost_reason", row["lost_reason_id"])
    url = links.lost_in(period, stage=row["stage_id"], **base, **reason)
    return Loss(None, "", row["count"], row["amount"], url)


def grouped(deals, earlier, by, **facts):
    """One row for each value of a field, the most frequent first, with how many there were before."""
    then = None if earlier is None else dict(earlier.values_list(by).annotate(Count("pk")))
    rows = deals.values(key=F(by)).annotate(**SUMS, **facts)
    rows = [row | {"before": None if then is None else then.get(row["key"], 0)} for row in rows]
    return sorted(rows, key=lambda row: (-row["count"], -row["amount"], row.get("name") or ""))


def loss(row, url, person=None):
    return Loss(row["key"], row["name"] or "", row["count"], row["amount"], url, row["before"], person)


def asking(fact, name, value):
    """How the filter of deals asks for a value, or for deals without one."""
    return {name: value} if value else {"lacking": fact}


def calls_worth_making(scope, zone, base):
    """The largest deals lost three months to a year ago, and the address of all of them."""
    this_day = today(zone)
    span = Period(this_day - timedelta(days=CALL_AGAIN_BEFORE), this_day - timedelta(days=CALL_AGAIN_AFTER))
    deals = closed_in(scope, span, zone).filter(LOST).select_related("company", "lost_reason", "owner")
    return list(deals.order_by("-base_amount", "-pk")[:MOST_CALLS]), links.lost_in(span, **base)
