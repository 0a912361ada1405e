"""A deal's standing (stage, place, won or lost), how it changes, and how it is kept in its visits and in the log."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from kit.prepared import Write, ask
from pipeline.models import Deal, StageVisit
from pipeline.rates import RateMissing, in_base
from timeline.log import record

STANDING = (
    "pipeline",
    "stage",
    "rank",
    "status",
    "entered_stage_at",
    "closed_at",
    "probability",
    "base_amount",
    "lost_reason",
    "lost_note",
    "parked_until",
    "parked_reason",
    "lost_to",
    "skips",
    "steps_back",
)
Status, Exit = Deal.Status, StageVisit.Exit
write_standing = Write(Deal, [*STANDING, "stage_version"])


def standing_of(deal):
    """What an undo must bring back, in words JSON knows."""
    return {name: plain(getattr(deal, deal._meta.get_field(name).attname)) for name in STANDING}


def plain(value):
    match value:
        case date():  # and datetime
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return value


def restore_standing(deal, changes):
    """Set back every part of the standing that `changes` says was changed."""
    for name in STANDING:
        if name in changes:
            field = deal._meta.get_field(name)
            kind = field.target_field if field.is_relation else field
            setattr(deal, field.attname, kind.to_python(changes[name][0]))


def save_standing(deal):
    """Write the standing and raise the version that open pages compare with."""
    deal.stage_version += 1
    write_standing(deal)


def enter_stage(deal, to, rank):
    """Put the deal into a stage; the first stage behind the sale wins it, a stage before it opens it again."""
    deal.stage, deal.rank, deal.entered_stage_at = to, rank, now_for(deal)
    if deal.pipeline_id != to.pipeline_id:
        deal.pipeline = to.pipeline
    if to.is_open:
        open_again(deal)
    elif deal.status != Status.WON:
        close_won(deal)


def open_again(deal):
    """Back to work: nothing of an end, and no rest either."""
    deal.status, deal.closed_at = Status.OPEN, None
    deal.lost_reason, deal.lost_note, deal.lost_to = None, "", None
    deal.parked_until, deal.parked_reason = None, ""


def close_won(deal):
    """A win counts in full, at the rate of its day."""
    open_again(deal)
    deal.status, deal.closed_at, deal.probability = Status.WON, deal.entered_stage_at, None
    freeze_base_amount(deal)


def freeze_base_amount(deal):
    try:
        deal.base_amount = in_base(deal.amount, deal.currency)
    except RateMissing:
        return  # the amount at the last known rate stays: a missing rate must not stop a win


def now_for(deal):
    """Now, but never before the deal entered its stage: clocks of two machines may differ."""
    return max(timezone.now(), deal.entered_stage_at)


# One statement for both: the next visit begins once the open one, if there is any, has been closed.
CHANGE_VISITS = """
WITH gone AS (
    UPDATE pipeline_stagevisit
    SET left_at = greatest(%(at)s, entered_at), exit = %(exit)s, exit_to_id = CASE WHEN %(enters)s THEN %(stage)s END
    WHERE deal_id = %(deal)s AND left_at IS NULL AND NOT undone RETURNING id),
come AS (
    INSERT INTO pipeline_stagevisit (deal_id, stage_id, entered_at, exit, by_id, undone)
    SELECT %(deal)s, %(stage)s, %(at)s, '', %(by)s, false FROM (SELECT count(*) FROM gone) closed WHERE %(enters)s
    RETURNING id)
SELECT (SELECT id FROM gone), (SELECT id FROM come)
"""


def change_visits(deal, *, exit, by, enters=True):
    """Close the open visit and, if the deal enters a stage, open the next; returns both ids for the log."""
    at = deal.entered_stage_at if enters else deal.closed_at
    facts = {"deal": deal.pk, "stage": deal.stage_id, "at": at, "exit": exit, "by": by and by.pk, "enters": enters}
    left, entered = ask(CHANGE_VISITS, facts)
    return {"left": left, "entered": entered}


def record_standing(verb, deal, before, *, by, start=None, op=None, undoes=None, **details):
    """One event for a change of standing from the stage `start`, with what an undo needs and open boards must hear."""
    start = start or deal.stage
    where = {**names_of_way(start, deal), "stage": deal.stage_id, "rank": deal.rank}
    return record(
        verb,
        deal,
        by=by,
        about=(deal.company, deal.lead),
        changes=differences(before, standing_of(deal)),
        details=details | where | {"version": deal.stage_version},
        owner=deal.owner,
        operation=op,
        undoes=undoes,
        live=[live_word(deal, start.pk, op, board) for board in {before["pipeline"], deal.pipeline_id}],
    )


def names_of_way(start, deal):
    """From where to where, with the names of the pipelines where they differ."""
    if start.pipeline_id == deal.pipeline_id:
        return {"from": start.name, "to": deal.stage.name}
    return {"from": f"{start.name} ({start.pipeline.name})", "to": f"{deal.stage.name} ({deal.pipeline.name})"}


def differences(before, after):
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}


def live_word(deal, start, op, board=None):
    """What an open board hears: ids and a place, nothing of the customer; `to` is None for a deal no longer on it."""
    board = board or deal.pipeline_id
    is_gone = deal.status == Status.LOST or board != deal.pipeline_id
    return {
        "board": board,
        "id": deal.pk,
        "from": start,
        "to": None if is_gone else deal.stage_id,
        "rank": None if is_gone else deal.rank,
        "v": deal.stage_version,
        "op": str(op) if op else None,
    }
