"""What a funnel asks of stays: one statement for nearly all of them, and others for the few that leave doubt."""

from django.db import connection

from reports.scopes import THEIRS

# How long the stays lasted that ended in a period, counted by the hour: no million is put in order. The database
# keeps statistics of what is grouped by here (visit_lengths), without which it does not share the work between its
# processes. A stay that a reshaping of the pipeline ended says nothing of its stage: they are few, have an index of
# their own, and are taken off, for asking each stay how it ended would take half as long again.
LENGTHS = """
SELECT visit.stage_id, floor(date_part('epoch', visit.left_at - visit.entered_at) / 3600), count(*)
FROM pipeline_stagevisit visit {of_whom}
WHERE visit.stage_id = ANY(%(stages)s) AND NOT visit.undone AND visit.left_at IS NOT NULL AND {which}
  AND (%(start)s::timestamptz IS NULL OR visit.left_at >= %(start)s)
  AND (%(end)s::timestamptz IS NULL OR visit.left_at < %(end)s) AND {theirs}
GROUP BY 1, 2
"""
ANY_EXIT, RESHAPED = "true", "visit.exit = 'reshaped'"
# Where reshapings put deals, and when: such stays neither begin a row nor count as going on.
BROUGHT = """SELECT brought.deal_id, brought.exit_to_id, brought.left_at FROM pipeline_stagevisit brought
        WHERE brought.exit = 'reshaped' AND NOT brought.undone AND brought.exit_to_id IS NOT NULL"""
ENTERED = """visit.stage_id = ANY(%(stages)s) AND NOT visit.undone
  AND (%(start)s::timestamptz IS NULL OR visit.entered_at >= %(start)s)
  AND (%(end)s::timestamptz IS NULL OR visit.entered_at < %(end)s)
  AND (visit.deal_id, visit.stage_id, visit.entered_at) NOT IN ({brought}) AND {theirs}"""
# What a stay does not say by itself: it ended with a step that led no further, or its deal came back to a stage or to
# life, so that it may be counted already or the end was none.
CAME_BACK = """(visit.again OR visit.exit = 'reshaped'
    OR visit.exit IN ('won', 'lost') AND visit.deal_id IN (SELECT deal_id FROM pipeline_stagevisit WHERE again))"""
NO_FURTHER = "visit.exit = 'moved' AND (visit.stage_id, coalesce(visit.exit_to_id, 0)) IN ({steps})"
# Nearly all stays say by themselves what became of the deal, and are only counted.
CLEAR = """
SELECT visit.stage_id, visit.exit, visit.exit_to_id, count(*),
    count(*) FILTER (WHERE visit.exit = '' AND NOT visit.again AND {is_young}),
    array_agg(visit.deal_id) FILTER (WHERE {came_back})
FROM pipeline_stagevisit visit {of_whom}
WHERE {entered}
GROUP BY 1, 2, 3
"""
# Those who made such a step, if there are any.
STEPPED = "SELECT DISTINCT visit.deal_id FROM pipeline_stagevisit visit {of_whom} WHERE {entered} AND {no_further}"
# For the others what came later is looked up. A deal went on if it was won or later entered a stage further down. Those
# that did neither and are still open are left out of the share until they have waited longer than nine in ten do there.
LOOKED_UP = """
SELECT visit.stage_id, CASE
        WHEN deal.status = 'won' OR EXISTS (
            SELECT FROM pipeline_stagevisit later
            WHERE later.deal_id = visit.deal_id AND NOT later.undone AND later.entered_at >= visit.entered_at
              AND array_position(%(order)s, later.stage_id) > array_position(%(order)s, visit.stage_id)
              AND (later.deal_id, later.stage_id, later.entered_at) NOT IN ({brought})) THEN 'went_on'
        WHEN deal.status = 'lost' THEN 'lost'
        WHEN {is_young} THEN 'young'
        ELSE 'waiting' END AS fate, count(*)
FROM pipeline_stagevisit visit JOIN pipeline_deal deal ON deal.id = visit.deal_id
WHERE {entered} AND visit.deal_id = ANY(%(unclear)s) AND ({came_back} OR {no_further})
  AND (NOT visit.again OR NOT EXISTS (
      SELECT FROM pipeline_stagevisit earlier
      WHERE earlier.deal_id = visit.deal_id AND earlier.stage_id = visit.stage_id AND NOT earlier.undone
        AND earlier.entered_at < visit.entered_at
        AND (%(start)s::timestamptz IS NULL OR earlier.entered_at >= %(start)s)
        AND (earlier.deal_id, earlier.stage_id, earlier.entered_at) NOT IN ({brought})))
GROUP BY 1, 2
"""
IS_YOUNG = "visit.entered_at > (%(young_since)s::timestamptz[])[array_position(%(stages)s, visit.stage_id)]"
PARTS = {
    "is_young": IS_YOUNG,
    "brought": BROUGHT,
    "entered": ENTERED.format(brought=BROUGHT, theirs=THEIRS),
    "theirs": THEIRS,
}


def told_of(statement, asked, parts):
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**parts), asked)
        return cursor.fetchall()
