"""Value won a day: now, as the period it is compared with ended, and month by month."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Count
from django.db.models.functions import TruncMonth

from accounts.zones import midnight
from forecasting.calendar import last_of
from forecasting.queries import links
from pipeline.models import Deal, Stage
from reports.scopes import THEIRS, of_such, within
from reports.win_rate.closed import LENGTH, WON, Percentile

MONTHS_DRAWN = 12
ENTERED, LEFT = "visit.entered_at", "visit.left_at"
# As many stays are open at a moment as are open now, less those that began since and more those that ended since. The
# stays between two moments are one stretch of an index, of which nothing but the number is asked.
OPEN_NOW = "SELECT 'open', 0, count(*) {of_stays} AND visit.left_at IS NULL"
BETWEEN = "SELECT '{what}', {place}, count(*) {of_stays} AND {what} >= %(at_{place})s::timestamptz {until}"
UNTIL = "AND {what} < %(at_{place})s::timestamptz"
OF_STAYS = """FROM pipeline_stagevisit visit {of_whom}
    WHERE visit.stage_id = ANY(%(stages)s) AND NOT visit.undone AND {theirs}"""


@dataclass(frozen=True)
class Velocity:
    """Qualified open deals × mean won amount × win rate ÷ median days to a win."""

    open_deals: int
    open_url: str
    win_rate: float
    mean_won: Decimal
    cycle: float | None
    before: Decimal | None = None  # a day, as the period it is compared with ended
    by_month: list = field(default_factory=list)  # (first day, value a day)

    @property
    def a_day(self):
        """In the workspace's currency, None while a factor is missing."""
        return a_day(self.open_deals, self.mean_won, self.win_rate, self.cycle)


def a_day(open_deals, mean_won, win_rate, cycle):
    return Decimal(open_deals) * mean_won * Decimal(win_rate) / Decimal(cycle) if cycle else None


def velocity_of(scope, deals, rates, rate, cycle, before, zone):
    """The velocity of closed deals, whose rates by month are known; `before` holds the figures it is compared with."""
    stages = [stage.pk for stage in qualified_stages(scope.pipeline)]
    open_deals = scope.of(Deal.objects).open().filter(stage__in=stages).aggregate(n=Count("*"))["n"]
    months = {moment.date(): rate for moment, rate in sorted(rates.items())[-MONTHS_DRAWN:]}
    then = open_then(scope, stages, moments_of(months, before), zone)
    return Velocity(
        open_deals,
        links.deals_url(status="open", stage=stages, **scope.link),
        rate.by_count,
        rate.mean_won,
        cycle.median if cycle.count else None,
        before and a_day(then[before.period.last], before.rate.mean_won, before.rate.by_count, before.cycle),
        month_by_month(deals, months, then, zone) if len(months) > 1 else [],
    )


def moments_of(months, before):
    """The days at whose end open deals are counted."""
    return sorted({last_of(month) for month in months} | ({before.period.last} if before else set()))


def month_by_month(deals, months, then, zone):
    won = deals.filter(WON, closed_at__gte=midnight(min(months), zone)).order_by()
    months_won = won.annotate(month=TruncMonth("closed_at", tzinfo=zone)).values_list("month")
    rows = months_won.annotate(cycle=Percentile(LENGTH, 0.5))
    cycles = {moment.date(): cycle for moment, cycle in rows}
    found = [
        (month, a_day(then[last_of(month)], rate.mean_won, rate.by_count, cycles.get(month)))
        for month, rate in months.items()
    ]
    return [(month, value) for month, value in found if value is not None]


def open_then(scope, stages, days, zone):
    """{day: how many deals stood in these stages as it ended}; of a day to come, those that stand there now."""
    moments = {f"at_{place}": midnight(day + timedelta(days=1), zone) for place, day in enumerate(days)}
    asked = within(scope) | moments | {"stages": stages}
    of_stays = OF_STAYS.format(of_whom=of_such(asked), theirs=THEIRS)
    statements = [
        OPEN_NOW.format(of_stays=of_stays),
        *between(ENTERED, len(days), of_stays),
        *between(LEFT, len(days), of_stays),
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), asked)
        counts = {(what, place): count for what, place, count in cursor.fetchall()}
    found, still_open = {}, counts["open", 0]
    for place, day in reversed(list(enumerate(days))):
        still_open += counts[LEFT, place] - counts[ENTERED, place]
        found[day] = still_open
    return found


def between(what, many, of_stays):
    """Statements that count the stays which began or ended from each of so many moments until the next."""
    for place in range(many):
        until = UNTIL.format(what=what, place=place + 1) if place + 1 < many else ""
        yield BETWEEN.format(what=what, place=place, of_stays=of_stays, until=until)


def qualified_stages(pipeline):
    """The open stages from the first one on that asks for qualification; all of them where none does."""
    stages = Stage.objects.standing().filter(kind=Stage.Kind.OPEN).select_related("gate")
    stages = list(stages.filter(pipeline=pipeline) if pipeline else stages)
    gates = {stage.pipeline_id: stage.position for stage in reversed(stages) if asks_for_qualification(stage)}
    return [stage for stage in stages if stage.position >= gates.get(stage.pipeline_id, 0)]


def asks_for_qualification(stage):
    gate = getattr(stage, "gate", None)
    return bool(gate) and any(str(key).startswith("bant:") for key in gate.requirements)
