"""What a quarter has brought and may bring: the sums of the forecast page, from the lines the listener keeps."""

from collections import defaultdict
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
from django.db.models import Avg, Count, F, FloatField, Max, Sum
from django.db.models.functions import Cast, Coalesce, Floor

from accounts.models import User
from accounts.zones import workspace_zone
from forecasting.band import SINGLY, Band, Pool, band
from forecasting.calendar import Period, Quarter, month_of, shift, today
from forecasting.models import ForecastLine, LearnedOdds
from forecasting.queries.odds import maturity, table_of
from pipeline.models import Deal

NOTHING = Decimal(0)
LEARNED, STAGE = "learned", "stage"
ARRIVALS = timedelta(days=56)
MONTHS_AROUND = 3


@dataclass(frozen=True)
class Totals:
    """Sums in the workspace's currency: closed as won, open, and what the open is worth by either probability."""

    won: Decimal = NOTHING
    won_count: int = 0
    open_amount: Decimal = NOTHING
    open_count: int = 0
    by_stage: Decimal = NOTHING
    learned: Decimal = NOTHING

    def __add__(self, other):
        return Totals(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def weighted(self, by):
        return self.by_stage if by == STAGE else self.learned

    @property
    def closed_part(self):
        return Totals(won=self.won, won_count=self.won_count)

    @property
    def open_part(self):
        return Totals(NOTHING, 0, self.open_amount, self.open_count, self.by_stage, self.learned)


@dataclass(frozen=True)
class Scope:
    """Whose and which deals are meant: what the viewer may see, within a pipeline and an owner if chosen."""

    user: User
    pipeline: object = None
    owner: object = None

    def of(self, rows):
        """Rows of any owned model, narrowed."""
        rows = rows.visible_to(self.user)
        rows = rows.filter(pipeline=self.pipeline) if self.pipeline else rows
        return rows.filter(owner=self.owner) if self.owner else rows

    @property
    def link(self):
        """The same in the words of the deal list's filter."""
        return {"pipeline": self.pipeline and self.pipeline.pk, "owner": self.owner and self.owner.pk}


@dataclass(frozen=True)
class Arrivals:
    """Deals not created yet: what they may bring, from so many of that sum opened on and after `since`."""

    amount: Decimal
    count: int
    opened: Decimal
    since: date


@dataclass(frozen=True)
class Forecast:
    """Everything the forecast page says about a quarter."""

    quarter: Quarter
    this_day: date
    total: Totals
    months: dict
    reps: list
    undated: Totals
    overdue: Totals
    arrivals: Arrivals | None
    band: Band
    by: str
    computed_at: datetime | None
    oldest_at: datetime | None
    evidence: dict = field(default_factory=dict)

    @property
    def weighted(self):
        return self.total.weighted(self.by)

    @property
    def new_business(self):
        return self.arrivals.amount if self.arrivals else NOTHING

    @property
    def certain(self):
        """What the range is drawn around: closed and new business."""
        return self.total.won + self.new_business

    @property
    def expected(self):
        return self.certain + self.weighted

    @property
    def low(self):
        return self.certain + Decimal(round(self.band.low))

    @property
    def high(self):
        return self.certain + Decimal(round(self.band.high))

    @property
    def maturity(self):
        return maturity(self.evidence)

    @property
    def day(self):
        """Which day of the quarter today is, None outside of it."""
        inside = self.quarter.first <= self.this_day <= self.quarter.last
        return (self.this_day - self.quarter.first).days + 1 if inside else None


def forecast_of(scope, quarter, by=LEARNED):
    """The forecast of a quarter as one viewer may see it, with the months around it."""
    this_day = today(workspace_zone())
    lines = read_lines(scope, month_of(this_day))
    months, owners, undated = by_month(lines), by_owner(lines, quarter), by_month(lines).pop(None, Totals())
    stamps = [line.computed_at for line in lines]
    total = sum((months[month] for month in quarter.months if month in months), Totals())
    return Forecast(
        quarter=quarter,
        this_day=this_day,
        total=total,
        months={month: months.get(month, Totals()) for month in around(quarter)},
        reps=with_people(owners),
        undated=undated,
        overdue=overdue(scope, quarter, this_day),
        arrivals=arrivals(scope, quarter, this_day),
        band=band_of(scope, quarter, this_day, total, by),
        by=by,
        computed_at=max(stamps, default=None),
        oldest_at=min(stamps, default=None),
        evidence=evidence_of(scope),
    )


@dataclass(frozen=True)
class Line:
    """An owner's month; open deals whose month has passed stand in the current one."""

    month: date | None
    owner_id: int
    totals: Totals
    computed_at: datetime


def read_lines(scope, this_month):
    rows = scope.of(ForecastLine.objects).values("month", "owner_id")
    sums = rows.annotate(
        w=Sum("won"), wc=Sum("won_count"), o=Sum("open_amount"), oc=Sum("open_count"),
        s=Sum("weighted_by_stage"), p=Sum("weighted_learned"), at=Max("computed_at"),
    )  # fmt: skip
    return [line for row in sums.order_by("month") for line in placed(row, this_month)]


def placed(row, this_month):
    totals = Totals(row["w"], row["wc"], row["o"], row["oc"], row["s"], row["p"])
    month, rest = row["month"], (row["owner_id"],)
    if month is None or month >= this_month:
        return [Line(month, *rest, totals, row["at"])]
    return [Line(month, *rest, totals.closed_part, row["at"]), Line(this_month, *rest, totals.open_part, row["at"])]


def by_month(lines):
    found = defaultdict(Totals)
    for line in lines:
        found[line.month] += line.totals
    return found


def by_owner(lines, quarter):
    found = defaultdict(Totals)
    for line in lines:
        if line.month in quarter.months:
            found[line.owner_id] += line.totals
    return found


def with_people(owners):
    """(person, totals) for all who have something in the quarter, the most closed first."""
    people = User.objects.in_bulk([pk for pk, totals in owners.items() if totals.won_count or totals.open_count])
    rows = [(person, owners[pk]) for pk, person in people.items()]
    return sorted(rows, key=lambda row: (-row[1].won, -row[1].learned, row[0].name))


def around(quarter):
    """The months of the quarter, the one before and the one after."""
    first = shift(quarter.first, -MONTHS_AROUND)
    return [shift(first, number) for number in range(3 + 2 * MONTHS_AROUND)]


def open_deals(scope, quarter, this_day):
    """The open deals whose month, or whose passed date, falls into the quarter."""
    deals = scope.of(Deal.objects).open().filter(expected_close__lte=quarter.last)
    if quarter.first > month_of(this_day):
        return deals.filter(expected_close__gte=quarter.first)
    return deals if quarter.last >= this_day else deals.none()


def overdue(scope, quarter, this_day):
    """Among them, those whose close date has passed."""
    deals = open_deals(scope, quarter, this_day).filter(expected_close__lt=this_day)
    found = deals.aggregate(amount=Sum("base_amount", default=NOTHING), count=Count("pk"))
    return Totals(open_amount=found["amount"], open_count=found["count"])


def band_of(scope, quarter, this_day, total, by):
    """The range of what the open deals of the quarter may bring."""
    deals = open_deals(scope, quarter, this_day).annotate(chance=chance_of(by), worth=Cast("base_amount", FloatField()))
    singly = total.open_count <= SINGLY
    return band(pool_singly(deals) if singly else pool_alike(deals), singly)


def chance_of(by):
    own, stage = F("probability") / 100.0, F("stage__probability") / 100.0
    rest = stage if by == STAGE else Coalesce(F("learned__in_time"), stage, output_field=FloatField())
    return Coalesce(own, rest, output_field=FloatField())


def pool_singly(deals):
    rows = np.array(list(deals.order_by("pk").values_list("chance", "worth")), float).reshape(-1, 2)
    return Pool(rows[:, 0], rows[:, 1], rows[:, 1] ** 2)


def pool_alike(deals):
    """Deals whose chances share a whole percent, together: PostgreSQL sums, the draws stay few."""
    alike = deals.order_by().annotate(percent=Floor(F("chance") * 100)).values("percent")
    sums = alike.annotate(mean=Avg("chance"), amount=Sum("worth"), squares=Sum(F("worth") * F("worth")))
    rows = np.array([(row["mean"], row["amount"], row["squares"]) for row in sums.order_by("percent")], float)
    return Pool(*rows.reshape(-1, 3).T)


def arrivals(scope, quarter, this_day):
    """What deals not created yet may bring by the quarter's end, if they keep arriving; None for quarters past."""
    if quarter.last < this_day:
        return None
    since = this_day - ARRIVALS
    opened = scope.of(Deal.objects).filter(opened_at__gte=Period(since, None).bounds(workspace_zone())[0])
    rows = list(opened.values("pipeline_id").annotate(count=Count("pk"), amount=Sum("base_amount")).order_by())
    odds = latest_of([row["pipeline_id"] for row in rows])
    until, after = (quarter.last - this_day).days + 1, max((quarter.first - this_day).days, 0)
    worth = sum(float(row["amount"]) / ARRIVALS.days * wins(odds.get(row["pipeline_id"]), after, until) for row in rows)
    amount = sum((row["amount"] for row in rows), NOTHING)
    return Arrivals(Decimal(round(worth)), sum(row["count"] for row in rows), amount, since)


def wins(odds_id, after, until):
    """Won shares of one arrival a day, summed over the days from `after` to `until`."""
    if odds_id is None:
        return 0.0
    fresh = table_of(odds_id)[:, 0, 0]
    return float(fresh[1 : max(until, 1)].sum() - fresh[1 : max(after, 1)].sum())


def latest_of(pipeline_ids):
    """The id of each pipeline's latest learned odds."""
    latest = LearnedOdds.objects.filter(pipeline_id__in=pipeline_ids).order_by("pipeline_id", "-fitted_at", "-id")
    return dict(latest.distinct("pipeline_id").values_list("pipeline_id", "pk"))


def evidence_of(scope):
    """What the chances in force were learned from, over the pipelines meant."""
    odds = LearnedOdds.objects.filter(pipeline=scope.pipeline) if scope.pipeline else LearnedOdds.objects.all()
    latest = odds.order_by("pipeline_id", "-fitted_at", "-id").distinct("pipeline_id")
    rows = list(latest.values_list("evidence", "fitted_at"))
    sums = {name: sum(evidence[name] for evidence, _ in rows) for name in ("won", "closed", "visits")}
    return sums | {"fitted_at": min((fitted_at for _, fitted_at in rows), default=None)}
