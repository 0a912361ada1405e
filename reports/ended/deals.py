"""How deals closed in months gone by, in each pipeline: written down by owner and for all, read with the others."""

from django.db import connection

from pipeline.models import Deal
from reports.ended.months import GAP
from reports.win_rate.closed import LOST, WON
from reports.win_rate.groupings import KINDS, grouped, what_they_say

COUNT = """
INSERT INTO reports_endeddeals (
    month, kind, owner_id, pipeline_id, label_id, reason_id, industry, size, source, product,
    won, lost, won_cents, lost_cents, squares)
SELECT month, kind, owner, pipeline, label, reason,
    coalesce(industry, ''), coalesce(size, ''), coalesce(source, ''), coalesce(product, ''),
    won, lost, won_cents, lost_cents, squares
FROM ({grouped}) AS told
"""
# One statement, so that what is written down and what is not are of one moment. OFFSET '0' lets each stretch be found
# by its own look into the index: the database does not know that they are few and short.
TOLD = """
WITH held AS MATERIALIZED ({held}), {gap}, deal AS MATERIALIZED (
    SELECT told.* FROM gap CROSS JOIN LATERAL (
        SELECT * FROM ({deals}) AS closed WHERE moment >= gap.start AND moment < gap.until OFFSET '0') AS told
    UNION ALL
    SELECT * FROM ({deals}) AS closed WHERE moment IS NULL
)
{counted}
UNION ALL
SELECT kind, CASE kind WHEN 'owner' THEN owner_id END, CASE kind WHEN 'label' THEN pipeline_id END,
    label_id, reason_id, industry, size, source, product, CASE kind WHEN 'owner' THEN month::timestamp END,
    sum(won)::bigint, sum(lost)::bigint, sum(won_cents), sum(lost_cents), sum(squares)
FROM reports_endeddeals JOIN held USING (month) WHERE {whose} AND {where} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
"""
EVERYBODYS, THEIRS = "(owner_id IS NULL OR kind = 'owner')", "owner_id = ANY(%s)"
EVERYWHERE, THERE = "true", "pipeline_id = %s"


def write_deals(month, zone):
    """Count the deals that closed in a month, an EndedMonth, by pipeline: once for each owner and once for all."""
    closed = Deal.objects.filter(WON | LOST, closed_at__gte=month.start, closed_at__lt=month.until)
    deals, values = what_they_say(closed, zone).query.sql_with_params()
    everybodys = [{"month", "pipeline", *keys} for kind, keys in KINDS.items() if kind != "owner"]
    sets = [{"month", "pipeline", "owner"}, *everybodys, *({"owner", *keys} for keys in everybodys)]
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(grouped=grouped(deals, *sets)), values)


def with_sums(written, deals, values, counted):
    """A statement and its values: what `counted` makes of deals, of those in no Written month, and the sums of these.

    `deals` is a statement of what_they_say, `values` are its own.
    """
    held, of_held = written.held.query.sql_with_params()
    whose, of_whom = (EVERYBODYS, []) if written.owners is None else (THEIRS, [written.owners])
    where, of_where = (THERE, [written.pipeline]) if written.pipeline else (EVERYWHERE, [])
    counted = counted("TABLE deal")
    statement = TOLD.format(held=held, gap=GAP, deals=deals, counted=counted, whose=whose, where=where)
    return statement, [*of_held, *values, *values, *of_whom, *of_where]
