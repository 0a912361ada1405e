"""How the deals of a window went from stage to stage: most stays say it by themselves, the others are looked up."""

from collections import Counter, defaultdict
from datetime import timedelta

from django.db import connection

from pipeline.models import Stage
from reports.scopes import WITHIN, within
from reports.win_rate.funnel import order_of_stages

COHORT = f"deal.opened_at >= %(start)s AND deal.opened_at < %(end)s AND {WITHIN}"
FATE = """deal.status = 'won' AND coalesce(deal.closed_at < %(seen)s, false) AS is_won,
    deal.status = 'lost' AND coalesce(deal.closed_at < %(seen)s, false) AS is_lost"""
STAYS = """FROM pipeline_stagevisit visit JOIN pipeline_deal deal ON deal.id = visit.deal_id
WHERE {cohort} AND NOT visit.undone"""
# A deal goes on as it leaves for a stage further down, and from every stage it was in once it is won. A stay begins
# with its deal or later, which the index finds; a day more is for clocks that differ.
CLEAR = """
SELECT visit.stage_id, CASE WHEN visit.exit = 'moved' AND visit.left_at < %(seen)s
        THEN coalesce(visit.exit_to_id, 0) END AS moved_to,
    {fate}, count(*)
{stays} AND visit.stage_id = ANY(%(stages)s) AND visit.entered_at >= %(earliest)s AND visit.entered_at < %(seen)s
GROUP BY 1, 2, 3, 4
"""
# Deals that came to a stage twice, or were brought somewhere by a reshaping of the pipeline.
CAME_BACK = (
    "SELECT visit.deal_id {stays} AND visit.again UNION SELECT visit.deal_id {stays} AND visit.exit = 'reshaped'"
)
STEPPED = """SELECT visit.deal_id {stays} AND visit.exit = 'moved'
    AND (visit.stage_id, coalesce(visit.exit_to_id, 0)) IN ({steps})"""
# All stays of a deal beside each other. Where a reshaping put a deal it did not come by itself.
LOOKED_UP = """
WITH cohort AS (
    SELECT deal.id, {fate} FROM pipeline_deal deal WHERE {cohort}
), step AS (
    SELECT visit.deal_id, stage.id AS stage_id, stage.position, min(visit.entered_at) AS first,
           max(visit.entered_at) AS last
    FROM pipeline_stagevisit visit JOIN cohort ON cohort.id = visit.deal_id
    JOIN pipeline_stage stage ON stage.id = visit.stage_id
    WHERE NOT visit.undone AND visit.entered_at < %(seen)s AND NOT EXISTS (
        SELECT FROM pipeline_stagevisit brought WHERE brought.deal_id = visit.deal_id AND NOT brought.undone
          AND brought.exit = 'reshaped' AND brought.exit_to_id = visit.stage_id AND brought.left_at = visit.entered_at)
    GROUP BY visit.deal_id, stage.id
), ahead AS (
    SELECT step.*, max(last) OVER (
        PARTITION BY deal_id ORDER BY position DESC, stage_id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) >= first AS came_further FROM step
), judged AS (
    SELECT ahead.stage_id, cohort.is_lost, cohort.is_won OR coalesce(came_further, false) AS went_on
    FROM ahead JOIN cohort ON cohort.id = ahead.deal_id WHERE ahead.stage_id = ANY(%(stages)s)
)
SELECT stage_id, went_on, is_lost, count(*) FROM judged GROUP BY 1, 2, 3
"""
ALL, DOUBTFUL = COHORT, f"{COHORT} AND deal.id = ANY(%(doubtful)s)"


def steps_of(scope, window):
    """{open stage: (deals that went on from it, deals lost there)} of those opened in a window that came there."""
    return in_short(fates_of(asked_of(scope, window), {pk: place for place, pk in enumerate(order_of_stages())}))


def asked_of(scope, window):
    start, end, seen = window.bounds
    stages = Stage.objects.filter(pipeline=scope.pipeline, kind=Stage.Kind.OPEN)
    asked = within(scope) | {"stages": list(stages.values_list("pk", flat=True))}
    return asked | {"start": start, "end": end, "seen": seen, "earliest": start - timedelta(days=1)}


def fates_of(asked, order):
    """How many deals of each (stage, whether they went on, whether they are lost)."""
    rows = told_of(CLEAR, asked, ALL)
    asked |= {"doubtful": doubtful_among(rows, asked, order)}
    fates = clear(rows, order)
    if asked["doubtful"]:
        fates.subtract(clear(told_of(CLEAR, asked, DOUBTFUL), order))
        fates.update(looked_up(asked, DOUBTFUL))
    return fates


def clear(rows, order):
    fates = Counter()
    for stage, moved_to, is_won, is_lost, count in rows:
        fates[stage, is_won or is_further(moved_to, stage, order), is_lost] += count
    return fates


def is_further(moved_to, stage, order):
    return moved_to is not None and order.get(moved_to, -1) > order[stage]


def doubtful_among(rows, asked, order):
    """The deals of which a stay alone does not say what became of them."""
    moves = {(stage, to) for stage, to, *_fate in rows if to is not None}
    steps = [f"({stage}, {to})" for stage, to in moves if not is_further(to, stage, order)]
    found = told_of(CAME_BACK, asked, ALL)
    found += told_of(STEPPED, asked, ALL, steps=", ".join(steps)) if steps else []
    return sorted({deal_id for (deal_id,) in found})


def looked_up(asked, cohort):
    return {tuple(fate): count for *fate, count in told_of(LOOKED_UP, asked, cohort)}


def told_of(statement, asked, cohort, **parts):
    with connection.cursor() as cursor:
        cursor.execute(statement.format(cohort=cohort, stays=STAYS.format(cohort=cohort), fate=FATE, **parts), asked)
        return cursor.fetchall()


def in_short(fates):
    found = defaultdict(lambda: (0, 0))
    for (stage, went_on, is_lost), count in (+Counter(fates)).items():
        on, lost = found[stage]
        found[stage] = (on + count * went_on, lost + count * (is_lost and not went_on))
    return dict(found)
