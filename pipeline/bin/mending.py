"""Where a deal goes that comes back: to its old place, or next to it where somebody else stands there by now.

Where its stage is out of use, or means something else, it goes to the foot of the first stage that means the same.
"""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from pipeline.actions.places import BOTTOM, Place, lock_stages
from pipeline.models import Deal, Stage
from pipeline.ranks import rank_at, ranks_at

Status = Deal.Status

TAKEN = """
SELECT wanted.id FROM unnest(%(ids)s::bigint[], %(stages)s::bigint[], %(ranks)s::text[]) AS wanted (id, stage, rank)
JOIN pipeline_deal there ON there.stage_id = wanted.stage AND there.rank = wanted.rank COLLATE "C"
"""
# The stay in a stage that takes the deal no longer ends, and the one in the stage that does begins.
RESHAPE = """
WITH ended AS (
    UPDATE pipeline_stagevisit visit
    SET left_at = greatest(now(), visit.entered_at), exit = 'reshaped', exit_to_id = deal.stage_id
    FROM pipeline_deal deal
    WHERE deal.id = ANY(%(deals)s) AND visit.deal_id = deal.id AND visit.left_at IS NULL AND NOT visit.undone
      AND visit.stage_id <> deal.stage_id
    RETURNING visit.deal_id, visit.exit_to_id, visit.left_at)
INSERT INTO pipeline_stagevisit (deal_id, stage_id, entered_at, exit, undone)
SELECT deal_id, exit_to_id, left_at, '', false FROM ended
"""


def mend_places(rows):
    """Give each deal of these rows a stage in use and a place of its own there; their columns are then locked."""
    stages = {stage.pk: stage for stage in Stage.objects.select_related("pipeline")}
    moved = [row for row in rows if not still_takes(stages.get(row["stage_id"]), row)]
    for row in moved:
        go_to(stand_in(stages, row), row)
    lock_stages(*{stages[row["stage_id"]] for row in rows})
    put_at_the_foot(moved, stages)
    step_aside([row for row in rows if row not in moved], stages)


def still_takes(stage, row):
    """Whether a stage takes this deal; of a lost deal it only says where it was lost."""
    if stage is None or row["status"] == Status.LOST:
        return stage is not None
    is_in_use = stage.retired_at is None and stage.pipeline.retired_at is None
    return is_in_use and stage.is_open == (row["status"] == Status.OPEN)


def stand_in(stages, row):
    """The first stage that means the same: of the same pipeline, else of the first one in use."""
    in_use = [one for one in stages.values() if one.retired_at is None and one.pipeline.retired_at is None]
    same = [one for one in in_use if one.is_open == (row["status"] == Status.OPEN)]
    if not same:
        raise ValidationError(_("There is no stage in use that takes “%(deal)s”.") % {"deal": row["title"]})
    at_home = [one for one in same if one.pipeline_id == row["pipeline_id"]]
    return min(at_home or same, key=lambda one: (one.pipeline.position, one.position, one.pk))


def go_to(stage, row):
    row["stage_id"], row["pipeline_id"] = stage.pk, stage.pipeline_id
    row["stage_version"] += 1


def put_at_the_foot(rows, stages):
    """Below everybody, in the order they had."""
    columns = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["rank"]):
        columns[row["stage_id"]].append(row)
    for pk, coming in columns.items():
        for row, rank in zip(coming, ranks_at(BOTTOM, stages[pk], len(coming)), strict=True):
            row["rank"] = rank


def step_aside(rows, stages):
    """Right behind whoever stands in a deal's place by now."""
    taken, wanted = taken_among(rows), {(row["stage_id"], row["rank"]) for row in rows}
    for row in rows:
        while row["id"] in taken and (row["stage_id"], row["rank"]) in wanted:
            row["rank"] = rank_at(Place(prev_rank=row["rank"]), stages[row["stage_id"]])
        wanted.add((row["stage_id"], row["rank"]))


def taken_among(rows):
    """The ids of those in whose place another deal stands."""
    columns = {f"{name}s": [row[key] for row in rows] for name, key in COLUMNS.items()}
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, columns)
        return {pk for (pk,) in cursor.fetchall()}


COLUMNS = {"id": "id", "stage": "stage_id", "rank": "rank"}


def settle_visits(pks):
    """A deal that came back to another stage stays there from now on, as after a surgery: no step of the buyer."""
    with connection.cursor() as cursor:
        cursor.execute(RESHAPE, {"deals": list(pks)})
