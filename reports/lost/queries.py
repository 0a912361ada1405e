"""What was lost in a period: why, from which stage, by whom, after how long, and to whom."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from accounts.models import User
from accounts.zones import today, workspace_zone
from forecasting.calendar import Period
from forecasting.queries import links
from pipeline.models import Competitor, Deal, LostReason, Stage
from reports.lost.tallies import ages_of, median_of, tallies_of
from reports.win_rate.closed import LOST, closed_in

AGES = [(0, 13), (14, 29), (30, 59), (60, 89), (90, 179), (180, 364), (365, None)]  # whole days, both included
REASON, STAGE, OWNER, RIVAL = range(4)  # the places of the keys in the tallies
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
    tallies, ages = tallies_of(scope, period, before, zone), ages_of(scope, period, zone)
    count, amount = tallies.whole()
    calls, calls_url = calls_worth_making(scope, zone, base)
    return Lost(
        count=count,
        amount=amount,
        median_days=median_of(ages),
        url=links.lost_in(period, **base),
        before=tallies.whole(is_earlier=True) if before else None,
        by_reason=by_reason(tallies, before, period, base),
        by_stage=by_stage(tallies, before, period, base),
        by_rep=by_rep(tallies, before, period, base),
        by_age=[age_loss(first, last, ages, period, base) for first, last in AGES],
        by_competitor=by_competitor(tallies, before, period, base),
        cells={keys: cell(*keys, *sums, period, base) for keys, sums in tallies.now[(REASON, STAGE)].items()},
        calls=calls,
        calls_url=calls_url,
    )


def by_reason(tallies, before, period, base):
    """The most frequent first."""
    names = dict(LostReason.objects.values_list("pk", "name"))
    return [
        loss(
            row, names.get(row[0], ""), before, links.lost_in(period, **base, **asking("reason", "lost_reason", row[0]))
        )
        for row in tallies.by(REASON)
    ]


def by_competitor(tallies, before, period, base):
    """To whom, the most frequent first, those where nobody was named last."""
    names = dict(Competitor.objects.values_list("pk", "name"))
    rows = sorted(tallies.by(RIVAL), key=lambda row: row[0] is None)
    return [
        loss(
            row, names.get(row[0], ""), before, links.lost_in(period, **base, **asking("competitor", "lost_to", row[0]))
        )
        for row in rows
    ]


def by_stage(tallies, before, period, base):
    """In the order of the pipelines; a name that two stages bear is told with its pipeline's."""
    rows = {row[0]: row for row in tallies.by(STAGE)}
    stages = Stage.objects.filter(pk__in=rows).select_related("pipeline")
    stages = stages.order_by("pipeline__position", "pipeline_id", "position", "pk")
    names = [stage.name for stage in stages]
    return [
        loss(
            rows[stage.pk],
            f"{stage.name} ({stage.pipeline.name})" if names.count(stage.name) > 1 else stage.name,
            before,
            links.lost_in(period, stage=stage.pk, **base),
        )
        for stage in stages
    ]


def by_rep(tallies, before, period, base):
    """Whoever lost most comes first."""
    people = User.objects.in_bulk()
    return [
        loss(row, people[row[0]].name, before, links.lost_in(period, **base | {"owner": row[0]}), people[row[0]])
        for row in tallies.by(OWNER)
    ]


def loss(row, name, before, url, person=None):
    key, count, amount, count_before = row
    return Loss(key, name, count, amount, url, count_before if before else None, person)


def age_loss(first, last, ages, period, base):
    """The deals that were so many whole days old, named after the first and the last."""
    within = [row for row in ages if first <= row[0] and (last is None or row[0] <= last)]
    count, amount = sum(deals for _days, deals, _amount in within), sum(amount for *_others, amount in within)
    return Loss((first, last), "", count, amount, links.lost_in(period, age_min=first, age_max=last, **base))


def cell(reason, stage, count, amount, period, base):
    url = links.lost_in(period, stage=stage, **base, **asking("reason", "lost_reason", reason))
    return Loss((reason, stage), "", count, amount, url)


def asking(fact, name, value):
    """How the filter of deals asks for a value, or for deals without one."""
    return {name: value} if value else {"lacking": fact}


def calls_worth_making(scope, zone, base):
    """The largest deals lost three months to a year ago, and the address of all of them."""
    this_day = today(zone)
    span = Period(this_day - timedelta(days=CALL_AGAIN_BEFORE), this_day - timedelta(days=CALL_AGAIN_AFTER))
    deals = closed_in(scope, span, zone).filter(LOST).order_by("-base_amount", "-pk").values_list("pk", flat=True)
    found = Deal.objects.filter(pk__in=list(deals[:MOST_CALLS])).select_related("company", "lost_reason", "owner")
    return list(found.order_by("-base_amount", "-pk")), links.lost_in(span, **base)
