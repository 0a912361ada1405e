"""What a quarter has brought and may bring: the sums of the forecast page, from the lines the listener keeps."""

from collections import defaultdict
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max, Sum

from accounts.models import User
from accounts.zones import today
from forecasting.band import Band, band
from forecasting.calendar import Quarter, month_of, shift
from forecasting.models import ForecastLine, LearnedOdds, Weight
from forecasting.queries.arrivals import NewBusiness, new_business
from forecasting.queries.odds import maturity
from forecasting.queries.pools import open_pool
from forecasting.queries.track import track_of
from forecasting.track import leaning, shock

NOTHING = Decimal(0)
LEARNED, STAGE = Weight.LEARNED, Weight.STAGE
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
    late_amount: Decimal = NOTHING
    late_count: int = 0
    commit: Decimal = NOTHING
    best: Decimal = NOTHING

    def __add__(self, other):
        return Totals(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def weighted(self, by):
        return self.by_stage if by == STAGE else self.learned

    @property
    def closed_part(self):
        return Totals(won=self.won, won_count=self.won_count)

    @property
    def open_part(self):
        return replace(self, won=NOTHING, won_count=0)


@dataclass(frozen=True)
class Scope:
    """Whose and which deals are meant: what the viewer may see, narrowed as far as was asked."""

    user: User
    pipeline: object = None
    owner: object = None
    team: object = None
    currency: str = ""

    def of(self, rows):
        """Rows of any owned model, narrowed."""
        rows = rows.visible_to(self.user)
        rows = rows.filter(pipeline=self.pipeline) if self.pipeline else rows
        rows = rows.filter(owner__team__path__startswith=self.team.path) if self.team else rows
        rows = rows.filter(currency=self.currency) if self.currency else rows
        return rows.filter(owner=self.owner) if self.owner else rows

    @property
    def link(self):
        """The same in the words of the deal list's filter."""
        asked = {"pipeline": self.pipeline, "owner": self.owner, "team": self.team}
        return {name: one and one.pk for name, one in asked.items()} | {"currency": self.currency}


@dataclass(frozen=True)
class Range:
    """How far the open deals may end from what is expected of them, and what it was told from."""

    band: Band
    leaning: float = 1.0
    shock: float = 0.0
    periods: int = 0


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
    arrivals: NewBusiness | None
    range: Range
    by: str
    computed_at: datetime | None
    oldest_at: datetime | None
    evidence: dict = field(default_factory=dict)

    @property
    def weighted(self):
        return self.total.weighted(self.by)

    @property
    def commit(self):
        """What is closed and promised."""
        return self.total.won + self.total.commit

    @property
    def best(self):
        """The same with what may come besides."""
        return self.commit + self.total.best

    @property
    def new_business(self):
        return self.arrivals.amount if self.arrivals else NOTHING

    @property
    def certain(self):
        """What the range is drawn around: closed and new business."""
        return self.total.won + self.new_business

    @property
    def expected(self):
        return self.certain + self.leant(self.weighted)

    def leant(self, weighted):
        """What a weighted sum is expected to come to, after how earlier forecasts leaned."""
        return round(weighted * Decimal(self.range.leaning), 2)

    @property
    def low(self):
        return self.certain + Decimal(round(self.range.band.low))

    @property
    def high(self):
        return self.certain + Decimal(round(self.range.band.high))

    def reaching(self, amount):
        """The chance that at least this much is closed in the end."""
        return self.range.band.reaching(float(amount - self.certain))

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
    this_day = today()
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
        overdue=overdue_of(lines) if quarter.first <= this_day <= quarter.last else Totals(),
        arrivals=new_business(scope, quarter, this_day),
        range=range_of(scope, quarter, this_day, by),
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
        s=Sum("weighted_by_stage"), p=Sum("weighted_learned"), la=Sum("late_amount"), lc=Sum("late_count"),
        ca=Sum("commit_amount"), ba=Sum("best_amount"),
        at=Max("computed_at"),
    )  # fmt: skip
    return [line for row in sums.order_by("month") for line in placed(row, this_month)]


def placed(row, this_month):
    totals = Totals(
        row["w"], row["wc"], row["o"], row["oc"], row["s"], row["p"], row["la"], row["lc"], row["ca"], row["ba"]
    )
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


def overdue_of(lines):
    """The open deals whose close date has passed."""
    late = sum((line.totals for line in lines), Totals())
    return Totals(open_amount=late.late_amount, open_count=late.late_count)


def range_of(scope, quarter, this_day, by):
    """The range of what the open deals of the quarter may bring, after how earlier forecasts did."""
    pool, singly = open_pool(scope, quarter, this_day, by)
    track = track_of(scope, quarter, (quarter.last - this_day).days) if by == LEARNED else []
    leans, misses = leaning(track), shock(pool.forecast, track)
    return Range(band(pool, singly, misses, leans), leans, misses, len(track))


def with_people(owners):
    """(person, totals) for all who have something in the quarter, the most closed first."""
    counting = [pk for pk, totals in owners.items() if totals.won_count or totals.open_count or totals.learned]
    people = User.objects.in_bulk(counting)
    rows = [(person, owners[pk]) for pk, person in people.items()]
    return sorted(rows, key=lambda row: (-row[1].won, -row[1].learned, row[0].name))


def around(quarter):
    """The months of a period, three before and three after."""
    first = shift(quarter.first, -MONTHS_AROUND)
    return [shift(first, number) for number in range(len(quarter.months) + 2 * MONTHS_AROUND)]


def evidence_of(scope):
    """What the chances in force were learned from, over the pipelines meant."""
    odds = LearnedOdds.objects.filter(pipeline=scope.pipeline) if scope.pipeline else LearnedOdds.objects.all()
    latest = odds.order_by("pipeline_id", "-fitted_at", "-id").distinct("pipeline_id")
    rows = list(latest.values_list("evidence", "fitted_at"))
    sums = {name: sum(evidence[name] for evidence, _ in rows) for name in ("won", "closed", "visits")}
    return sums | {"fitted_at": min((fitted_at for _, fitted_at in rows), default=None)}
