"""How all stays ever ended, from what is written down of months gone by and from the stays of all others."""

from django.db import connection

from reports.models import EndedMonth

# One statement, so that what is written down and what is not are of one moment. The stays of each gap between months
# that are written down are found by an index.
EVER = """
WITH held AS MATERIALIZED (
    SELECT month FROM reports_endedmonth WHERE month NOT IN (SELECT month FROM reports_stirredmonth)
), gap AS (
    SELECT (month + interval '1 month') AT TIME ZONE 'UTC' AS start,
        lead(month::timestamp AT TIME ZONE 'UTC', 1, 'infinity') OVER (ORDER BY month) AS until FROM held
    UNION ALL
    SELECT '-infinity', coalesce(min(month)::timestamp AT TIME ZONE 'UTC', 'infinity') FROM held
)
SELECT stage_id, exit, exit_to_id, hours, sum(count)::bigint
FROM reports_endedstays JOIN held USING (month) WHERE stage_id = ANY(%(stages)s) GROUP BY 1, 2, 3, 4
UNION ALL
SELECT stay.* FROM gap CROSS JOIN LATERAL (
    SELECT stage_id, exit, exit_to_id, floor(date_part('epoch', left_at - entered_at) / 3600)::int, count(*)
    FROM pipeline_stagevisit
    WHERE stage_id = ANY(%(stages)s) AND NOT undone AND left_at >= gap.start AND left_at < gap.until
    GROUP BY 1, 2, 3, 4) AS stay
WHERE gap.start < gap.until
"""
ANYTHING = ("owners", "pipeline", "source", "label", "start", "end")


def ever_ended(asked):
    """(stage id, exit, id of the stage it led to, whole hours, count) of stays, or None where they are better counted:
    of some deals, of some time, or of a house that has written nothing down."""
    if any(asked[name] is not None for name in ANYTHING) or not EndedMonth.objects.exists():
        return None
    with connection.cursor() as cursor:
        cursor.execute(EVER, asked)
        return cursor.fetchall()
