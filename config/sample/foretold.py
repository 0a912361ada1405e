"""What the house foretold in the year: quotas and submissions in the ledger, and nights written down from the log."""

from datetime import timedelta
from decimal import Decimal
from random import Random

from django.db.models import Sum

from accounts.models import Team
from accounts.zones import midnight, midnight_after
from config.sample.calendar import ZONE
from config.sample.people import CURRENCY, REPS
from forecasting.models import Entry, How, PeriodKind
from forecasting.nights.writing import write_night
from forecasting.periods import FiscalPeriod
from pipeline.models import Deal

SEED = 11
NIGHTS = sorted({*range(42, 364, 14), 28, 21, 14, 7, 3, 2, 1}, reverse=True)  # so many days ago
THOUSAND = Decimal(1000)
AHEAD = timedelta(days=45)  # quotas are set so long before
STRETCH = Decimal("1.12")  # what is asked for lies over what usually comes


def write_foretold(house, calendar):
    """Quotas and submissions of the quarters around, then the nights, which store what was said."""
    rng = Random(SEED)  # noqa: S311 - sample data, not secrets
    period = FiscalPeriod.of(PeriodKind.QUARTER, calendar.today, 1).after
    entries = []
    for _number in range(7):
        for one in (period, *months_in(period)):
            entries += said_of(one, house, calendar, rng)
        period = period.before
    Entry.objects.bulk_create(entries)
    for days in NIGHTS:
        write_night(calendar.today - timedelta(days=days), How.REBUILT)


def months_in(period):
    return [FiscalPeriod.of(PeriodKind.MONTH, month, 1) for month in period.months]


def said_of(period, house, calendar, rng):
    """The quotas of a period, set before it, and what reps said of it as it went on."""
    quotas = {person.key: quota_of(house.people[person.key], period) for person in REPS}
    leader = house.people["samira"]
    for person in REPS:
        rep = house.people[person.key]
        yield entry("quota", period, quotas[person.key], period.first - AHEAD, by=leader, owner=rep)
        if period.kind == PeriodKind.QUARTER and period.first <= calendar.today:
            yield from submissions(period, rep, quotas[person.key], calendar, rng)
    for team in Team.objects.filter(name__in={person.team for person in REPS}):
        asked = sum(quotas[person.key] for person in REPS if person.team == team.name)
        yield entry("quota", period, asked, period.first - AHEAD, by=leader, team=team)


def quota_of(rep, period):
    """A little more than a usual period of the year brings this rep, in whole thousands."""
    won = Deal.objects.won().filter(owner=rep).aggregate(sum=Sum("base_amount"))["sum"] or THOUSAND
    share = Decimal(len(period.months)) / 12
    return max((won * share * STRETCH / THOUSAND).quantize(Decimal(1)) * THOUSAND, THOUSAND)


def submissions(period, rep, quota, calendar, rng):
    """What a rep said after three weeks, and halfway: nearer then to what came, and mostly too much."""
    came = won_in(period, rep)
    for days, spread in ((21, 0.45), (46, 0.2)):
        day = period.first + timedelta(days=days)
        if day > calendar.today:
            return
        ended = period.last < calendar.today
        around = came if ended else max(quota, came)
        said = (around * Decimal(1 + rng.uniform(-spread / 2, spread)) / THOUSAND).quantize(Decimal(1)) * THOUSAND
        yield entry("submission", period, said, day, by=rep, owner=rep)


def won_in(period, rep):
    inside = {"closed_at__gte": midnight(period.first, ZONE), "closed_at__lt": midnight_after(period.last, ZONE)}
    return Deal.objects.won().filter(owner=rep, **inside).aggregate(sum=Sum("base_amount", default=Decimal(0)))["sum"]


def entry(kind, period, amount, day, *, by, owner=None, team=None):
    return Entry(
        kind=kind, owner=owner, team=team, period=period.kind, first=period.first, last=period.last, amount=amount,
        currency=CURRENCY, base_amount=amount, base_currency=CURRENCY, effective_on=day, by=by,
        said_at=midnight(day, ZONE) + timedelta(hours=9),
    )  # fmt: skip
