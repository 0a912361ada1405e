"""Write down how a day ended: the deals that changed, and what was forecast for every scope and period."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from accounts.zones import midnight_after, today, workspace_zone
from forecasting.models import ForecastSnapshot, How, Night
from forecasting.nights.said import said_on
from forecasting.nights.scopes import periods_of, scopes
from forecasting.nights.state import lay_out
from forecasting.nights.sums import Sums
from pipeline.rates import workspace_currency

FRESH = timedelta(hours=3)  # so long after midnight the deals still stand as the day left them
MOST_MISSED = 31  # nights caught up on at once; the hour after goes on

# A deal's row goes on as long as nothing but its learned chance moved, and that by less than five points.
SAME = """
(old.pipeline_id, old.stage_id, old.owner_id, old.team_path, old.status, old.amount, old.currency, old.base_amount,
 old.expected_close, old.closed_on, old.category, old.probability)
IS NOT DISTINCT FROM
(night.pipeline_id, night.stage_id, night.owner_id, night.team_path, night.status, night.amount, night.currency,
 night.base_amount, night.expected_close, night.closed_on, night.category, night.probability)
AND (night.chance IS NULL OR abs(coalesce(old.chance, 2) - night.chance) < 0.05)
"""
END_WHAT_CHANGED = f"""
UPDATE forecasting_dealsnapshot old SET until = %(day)s
WHERE old.until IS NULL AND NOT EXISTS (SELECT FROM night WHERE night.deal_id = old.deal_id AND {SAME})
"""  # noqa: S608 - made of our own words alone
# Which rows go on is read before the first new one is written: read beside, each new row made all further ones dearer.
BEGIN_WHAT_IS_NEW = """
WITH going_on AS MATERIALIZED (SELECT deal_id FROM forecasting_dealsnapshot WHERE until IS NULL)
INSERT INTO forecasting_dealsnapshot (deal_id, since, pipeline_id, stage_id, owner_id, team_path, status, amount,
    currency, base_amount, rate, expected_close, closed_on, category, probability, chance)
SELECT deal_id, %(day)s, pipeline_id, stage_id, owner_id, team_path, status, amount, currency, base_amount,
       round(base_amount / nullif(amount, 0), 8), expected_close, closed_on, category, probability, chance
FROM night
WHERE NOT EXISTS (SELECT FROM going_on WHERE going_on.deal_id = night.deal_id)
"""
# What came is what was won, as the first night after the period's end has it.
SETTLE = """
UPDATE forecasting_forecastsnapshot said SET actual = coalesce((
    SELECT sum(night.base_amount) FROM night
    WHERE night.status = 'won' AND night.closed_on BETWEEN said.first AND said.last AND CASE said.scope
        WHEN 'house' THEN true
        WHEN 'rep' THEN night.owner_id = said.scope_id
        WHEN 'pipeline' THEN night.pipeline_id = said.scope_id
        ELSE night.team_path LIKE (SELECT path FROM accounts_team WHERE id = said.scope_id) || '%%' END), 0)
WHERE said.actual IS NULL AND said.last <= %(day)s AND said.currency = %(currency)s
"""


def write_missing_nights():
    """Write every night since the last one written, up to yesterday's; returns the days. Written nights stay."""
    written = []
    for day in missing_days()[:MOST_MISSED]:
        if write_night(day, how_to_know(day)):
            written.append(day)
    return written


def missing_days():
    """The days since the last night written, of which yesterday is the latest; yesterday alone before the first."""
    yesterday = today() - timedelta(days=1)
    last = Night.objects.values_list("day", flat=True).first()
    first = last + timedelta(days=1) if last else yesterday
    return [first + timedelta(days=number) for number in range((yesterday - first).days + 1)]


def how_to_know(day):
    """From the deals themselves right after midnight, from the log when the night was missed."""
    since = timezone.now() - midnight_after(day, workspace_zone())
    return How.TAKEN if since < FRESH else How.REBUILT


@transaction.atomic
def write_night(day, how=How.TAKEN):
    """Write down how a day ended; returns the Night, None where it or a later one is written already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('night'))")
    if Night.objects.filter(day__gte=day).exists():
        return None
    lay_out(day, how)
    currency = workspace_currency()
    count, changed = write_deals(day)
    write_forecasts(day, how, currency)
    settle(day, currency)
    return Night.objects.create(day=day, how=how, currency=currency, deals=count, changed=changed)


def write_deals(day):
    """How many deals there are, and how many of them changed."""
    with connection.cursor() as cursor:
        cursor.execute(END_WHAT_CHANGED, {"day": day})
        cursor.execute(BEGIN_WHAT_IS_NEW, {"day": day})
        changed = cursor.rowcount
        cursor.execute("SELECT count(*) FROM night")
        return cursor.fetchone()[0], changed


def write_forecasts(day, how, currency):
    """One row for each scope and period that has or may have anything in it, in one statement."""
    sums, rows = Sums(day), []
    for period, said in said_on(day, periods_of(day)).items():
        part = sums.over(period)
        for scope in scopes():
            facts = part.of(scope) | said.of(scope)
            if any(facts.values()):
                rows.append(
                    ForecastSnapshot(
                        day=day,
                        how=how,
                        currency=currency,
                        scope=scope.kind,
                        scope_id=scope.key,
                        period=period.kind,
                        first=period.first,
                        last=period.last,
                        horizon=(period.last - day).days,
                        **facts,
                    )  # fmt: skip
                )
    ForecastSnapshot.objects.bulk_create(rows, batch_size=500)


def settle(day, currency):
    """Say of forecasts whose period has ended what came."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, {"day": day, "currency": currency})
