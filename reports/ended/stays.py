"""How stays ended in months gone by: written down for everybody's deals, and read with all others."""

from django.db import connection

from reports.ended.months import GAP
from reports.models import EndedMonth

COUNT = """
INSERT INTO reports_endedstays (month, stage_id, exit, exit_to_id, hours, count)
SELECT %(month)s, stage_id, exit, exit_to_id, floor(date_part('epoch', left_at - entered_at) / 3600), count(*)
FROM pipeline_stagevisit WHERE NOT undone AND left_at >= %(start)s AND left_at < %(until)s
GROUP BY 2, 3, 4, 5
"""
# One statement, so that what is written down and what is not are of one moment. The stays of each gap between months
# that are written down are found by an index.
EVER = """
WITH held AS MATERIALIZED (
    SELECT month, start, until FROM reports_endedmonth
    WHERE zone = %(zone)s AND month NOT IN (SELECT month FROM reports_stirredmonth)
), {gap}
SELECT stage_id, exit, exit_to_id, hours, sum(count)::bigint
FROM reports_endedstays JOIN held USING (month) WHERE stage_id = ANY(%(stages)s) GROUP BY 1, 2, 3, 4
UNION ALL
SELECT stay.* FROM gap CROSS JOIN LATERAL (
    SELECT stage_id, exit, exit_to_id, floor(date_part('epoch', left_at - entered_at) / 3600)::int, count(*)
    FROM pipeline_stagevisit
    WHERE stage_id = ANY(%(stages)s) AND NOT undone AND left_at >= gap.start AND left_at < gap.until
    GROUP BY 1, 2, 3, 4) AS stay
"""
ANYTHING = ("owners", "pipeline", "source", "label", "start", "end")


def write_stays(month):
    """Count the stays that ended in a month, an EndedMonth."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"month": month.month, "start": month.start, "until": month.until})


def ever_ended(asked):
    """(stage id, exit, id of the stage it led to, whole hours, count) of stays, or None where they are better counted:
    of some deals, of some time, or of a house that has written nothing down."""
    if any(asked[name] is not None for name in ANYTHING) or not EndedMonth.objects.exists():
        return None
    with connection.cursor() as cursor:
        cursor.execute(EVER.format(gap=GAP), asked)
        return cursor.fetchall()
