"""Deals taken along when stages change under them: thousands in a few statements, no step of the buyer.

No gate is asked and nothing is planned. The deal's own clocks (when it entered, when somebody last did something for
it) go on: the buyer has not moved. The stay in the old stage ends as “reshaped”, and the next begins.
"""

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pipeline.actions.surgery import StageRefused
from pipeline.models import Deal
from timeline.log import write_selected

FORGET = "DROP TABLE IF EXISTS pg_temp.resettled"

# The place-th rank below everybody: behind one whole rank that nobody has, as many digits as the count needs.
BELOW = """
base || right(
    substr(rank_digits(), (place / 238328 %% 62)::int + 1, 1) || substr(rank_digits(), (place / 3844 %% 62)::int + 1, 1)
        || substr(rank_digits(), (place / 62 %% 62)::int + 1, 1) || substr(rank_digits(), (place %% 62)::int + 1, 1),
    CASE WHEN count < 62 THEN 1 WHEN count < 3844 THEN 2 WHEN count < 238328 THEN 3 ELSE 4 END) || 'V'
"""

# Who goes where: below those who stand there already, in the order they had.
GATHER = f"""
CREATE TEMPORARY TABLE resettled ON COMMIT DROP AS
WITH going AS MATERIALIZED (
    SELECT deal.id, deal.stage_id AS start, deal.rank AS old_rank, deal.pipeline_id AS old_pipeline,
           way.target, NULL::bigint AS undoes,
           row_number() OVER (PARTITION BY way.target ORDER BY stage.position, stage.id, deal.rank) AS place
    FROM pipeline_deal deal
    JOIN pipeline_stage stage ON stage.id = deal.stage_id
    JOIN unnest(%(starts)s::bigint[], %(targets)s::bigint[]) AS way (start, target) ON way.start = deal.stage_id
    WHERE deal.id = ANY(%(deals)s) AND deal.status <> 'lost'
), foot AS MATERIALIZED (
    SELECT target, count(*) AS count,
           rank_between((SELECT max(rank) FROM pipeline_deal WHERE stage_id = target), NULL) AS base
    FROM going GROUP BY target
)
SELECT going.*, {BELOW} AS rank FROM going JOIN foot USING (target)
"""  # noqa: S608 - made of our own words alone

# Those that have not left the stage a surgery put them into, on their way back: to their old place if it is free.
GATHER_BACK = f"""
CREATE TEMPORARY TABLE resettled ON COMMIT DROP AS
WITH going AS MATERIALIZED (
    SELECT deal.id, deal.stage_id AS start, deal.rank AS old_rank, deal.pipeline_id AS old_pipeline,
           (event.changes->'stage'->>0)::bigint AS target, event.id AS undoes,
           event.changes->'rank'->>0 AS wanted, (event.details->'visits'->>'left')::bigint AS reopened,
           (event.details->'visits'->>'entered')::bigint AS taken_back
    FROM timeline_event event
    JOIN pipeline_deal deal ON deal.id = split_part(event.subject, ':', 2)::bigint
    WHERE event.id = ANY(%(events)s)
), judged AS MATERIALIZED (
    SELECT going.*, other.id IS NOT NULL AS is_taken,
           row_number() OVER (PARTITION BY target, other.id IS NULL ORDER BY wanted COLLATE "C") AS place
    FROM going LEFT JOIN pipeline_deal other ON other.stage_id = target AND other.rank = wanted COLLATE "C"
), foot AS MATERIALIZED (
    SELECT target, count(*) FILTER (WHERE is_taken) AS count,
           rank_between(greatest(max(wanted COLLATE "C"),
                                 (SELECT max(rank) FROM pipeline_deal WHERE stage_id = target)), NULL) AS base
    FROM judged GROUP BY target
)
SELECT judged.*, CASE WHEN is_taken THEN {BELOW} ELSE wanted END AS rank FROM judged JOIN foot USING (target)
"""  # noqa: S608 - made of our own words alone

MOVE = """
UPDATE pipeline_deal deal
SET stage_id = resettled.target, rank = resettled.rank, pipeline_id = stage.pipeline_id,
    stage_version = deal.stage_version + 1
FROM resettled JOIN pipeline_stage stage ON stage.id = resettled.target
WHERE deal.id = resettled.id
"""

# The number a deal brought from elsewhere stands for one deal in each pipeline.
TWIN = """
SELECT pipeline.name, other.external_id
FROM resettled JOIN pipeline_deal deal ON deal.id = resettled.id
JOIN pipeline_stage stage ON stage.id = resettled.target
JOIN pipeline_pipeline pipeline ON pipeline.id = stage.pipeline_id
JOIN pipeline_deal other
    ON other.pipeline_id = pipeline.id AND other.external_id = deal.external_id AND other.id <> deal.id
ORDER BY other.id LIMIT 1
"""

LEAVE = """
UPDATE pipeline_stagevisit visit
SET left_at = greatest(%(at)s, visit.entered_at), exit = 'reshaped', exit_to_id = resettled.target
FROM resettled
WHERE visit.deal_id = resettled.id AND visit.left_at IS NULL AND NOT visit.undone
"""

ENTER = """
INSERT INTO pipeline_stagevisit (deal_id, stage_id, entered_at, exit, by_id, undone)
SELECT resettled.id, resettled.target, coalesce(max(visit.left_at), %(at)s), '', %(by)s, false
FROM resettled LEFT JOIN pipeline_stagevisit visit
    ON visit.deal_id = resettled.id AND NOT visit.undone AND visit.exit = 'reshaped' AND visit.left_at >= %(at)s
GROUP BY resettled.id, resettled.target
"""

TAKE_BACK = "UPDATE pipeline_stagevisit SET undone = true FROM resettled WHERE pipeline_stagevisit.id = taken_back"
STAY_ON = """
UPDATE pipeline_stagevisit SET left_at = NULL, exit = '', exit_to_id = NULL
FROM resettled WHERE pipeline_stagevisit.id = reopened
"""

EVENTS = """
SELECT 'deal.reshaped', 'deal:' || deal.id,
       array_remove(ARRAY['deal:' || deal.id, 'company:' || deal.company_id, 'lead:' || deal.lead_id], NULL),
       %(by)s::bigint,
       jsonb_build_object('stage', jsonb_build_array(start, target), 'rank', jsonb_build_array(old_rank, deal.rank))
           || CASE WHEN old_pipeline <> deal.pipeline_id
                   THEN jsonb_build_object('pipeline', jsonb_build_array(old_pipeline, deal.pipeline_id))
                   ELSE '{{}}' END,
       jsonb_build_object('from', old.name, 'to', new.name, 'stage', target, 'rank', deal.rank,
                          'version', deal.stage_version, 'bulk', %(bulk)s::text, 'surgery', %(surgery)s::bigint,
                          'visits', {visits}),
       deal.owner_id, coalesce(team.path, ''), resettled.undoes
FROM resettled
JOIN pipeline_deal deal ON deal.id = resettled.id
JOIN pipeline_stage old ON old.id = start
JOIN pipeline_stage new ON new.id = target
JOIN accounts_user owner ON owner.id = deal.owner_id
LEFT JOIN accounts_team team ON team.id = owner.team_id
{more} ORDER BY deal.id
"""
VISITS = """
LEFT JOIN pipeline_stagevisit entered ON entered.deal_id = deal.id AND entered.left_at IS NULL AND NOT entered.undone
LEFT JOIN pipeline_stagevisit left_ ON left_.deal_id = deal.id AND left_.exit = 'reshaped' AND NOT left_.undone
    AND left_.left_at = entered.entered_at AND left_.exit_to_id = entered.stage_id
"""
TOLD = EVENTS.format(visits="jsonb_build_object('left', left_.id, 'entered', entered.id)", more=VISITS)
TOLD_BACK = EVENTS.format(visits="'{}'::jsonb", more="")

# What a surgery's moves left behind that still stands where it was put: the stay it began goes on.
STILL_THERE = """
SELECT event.id, visit.deal_id
FROM timeline_event event JOIN pipeline_stagevisit visit ON visit.id = (event.details->'visits'->>'entered')::bigint
WHERE event.details ? 'bulk' AND event.details->>'bulk' = %s AND event.verb = 'deal.reshaped'
  AND event.undone_by_id IS NULL AND event.undoes_id IS NULL AND visit.left_at IS NULL AND NOT visit.undone
ORDER BY visit.deal_id
"""


def resettle(operation, ways, *, by, only=None):
    """Take all deals on the board (or those of `only`) along the `ways`, {from stage: to stage}; returns how many.

    The surgery has locked the stages; none is both left and entered. Raises StageRefused for a number taken there.
    """
    deals = Deal.objects.on_board().filter(stage__in=list(ways))
    ids = lock_deals(deals if only is None else deals.filter(pk__in=only))
    starts, targets = [stage.pk for stage in ways], [stage.pk for stage in ways.values()]
    scope = {"starts": starts, "targets": targets, "deals": ids, "by": by.pk, "at": timezone.now()}
    if ids:
        run(FORGET, GATHER, "ANALYZE resettled", scope=scope)
        move_all()
        run(LEAVE, ENTER, scope=scope)
        keep_ways(operation)
        write_selected(TOLD, marks(operation, by))
    return len(ids)


def resettle_back(operation, *, by):
    """Take back the moves of a surgery, of those deals that have not moved since; returns how many went back."""
    lock_deals(Deal.objects.filter(pk__in=[deal for _event, deal in still_there(operation)]))
    events = [event for event, _deal in still_there(operation)]
    if events:
        run(FORGET, GATHER_BACK, "ANALYZE resettled", scope={"events": events})
        move_all()
        run(TAKE_BACK, STAY_ON, scope={})
        write_selected(TOLD_BACK, marks(operation, by))
    return len(events)


def move_all():
    """Put them where they go, all or none."""
    try:
        with transaction.atomic():
            run(MOVE, scope={})
    except IntegrityError as error:
        raise number_taken() or error from error


def number_taken():
    """The refusal, if somebody there has the number of one of them."""
    with connection.cursor() as cursor:
        cursor.execute(TWIN)
        twin = cursor.fetchone()
    words = _("%(pipeline)s has a deal with the number %(number)s already.")
    return StageRefused(words % {"pipeline": twin[0], "number": twin[1]}) if twin else None


def still_there(operation):
    """(event, deal) of each move of a surgery whose deal still stands where it was put."""
    with connection.cursor() as cursor:
        cursor.execute(STILL_THERE, [str(operation.bulk)])
        return cursor.fetchall()


def lock_deals(deals):
    """The ids of these deals as they are now, locked in the order of their ids."""
    return list(deals.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))


def run(*statements, scope):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, scope if "%(" in statement else None)


def keep_ways(operation):
    """Remember from where to where how many went: [[from, to, count], …]."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT start, target, count(*) FROM resettled GROUP BY start, target ORDER BY start, target")
        operation.after["moves"] = operation.after.get("moves", []) + [list(row) for row in cursor.fetchall()]


def marks(operation, by):
    return {"by": by.pk, "bulk": str(operation.bulk), "surgery": operation.pk}
