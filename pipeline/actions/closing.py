"""Won, lost, and opened again: the three ways a deal's sale ends or goes on."""

from django.db import transaction

from pipeline.actions.moving import (
    MovedMeanwhile,
    enter,
    find_move,
    lock_open_stage,
    move_deal,
    move_of,
    stage_named,
)
from pipeline.actions.places import TOP, lock_deal, lock_stages
from pipeline.actions.standing import (
    Exit,
    Status,
    change_visits,
    now_for,
    record_standing,
    save_standing,
    standing_of,
)
from pipeline.gates import stages_with_gates
from pipeline.models import Stage
from pipeline.ranks import rank_at


def win_deal(deal, *, by, version=None, op=None, answers=None):
    """Move a deal on top of its pipeline's won stage, which records the win; raises as `move_deal` does."""
    won = stage_named(deal.pipeline, Stage.Kind.WON)
    return move_deal(deal, to=won, between=TOP, version=version, op=op, by=by, answers=answers)


def lose_deal(deal, *, reason, note="", lost_to=None, by, version=None, op=None):
    """Mark a deal as lost from the stage it stands in, with a reason; it keeps its place, should it be reopened.

    `lost_to` is the competitor who won it, where that is known.
    """
    if done := find_move(op, deal, by):
        return done
    with transaction.atomic():
        deal = lock_where_it_stands(deal)
        if deal.status == Status.LOST or version not in (None, deal.stage_version):
            raise MovedMeanwhile(deal)
        return move_of(mark_lost(deal, reason, note, lost_to, by=by, op=op), deal)


def mark_lost(deal, reason, note, lost_to, *, by, op=None):
    """Write the loss of a locked deal."""
    before = standing_of(deal)
    deal.status, deal.closed_at = Status.LOST, now_for(deal)
    deal.lost_reason, deal.lost_note, deal.lost_to = reason, note, lost_to
    save_standing(deal)
    visits = change_visits(deal, exit=Exit.LOST, by=by, enters=False)
    words = {"reason": reason.name, "note": note} | ({"competitor": lost_to.name} if lost_to else {})
    return record_standing("deal.lost", deal, before, by=by, op=op, visits=visits, **words)


def lock_where_it_stands(deal):
    lock_stages(deal.stage)
    return lock_deal(deal)


def reopen_deal(deal, *, to=None, by, version=None, op=None):
    """Put a lost or won deal back to work, in `to` or in the open stage it was last in; its history is kept."""
    if done := find_move(op, deal, by):
        return done
    with transaction.atomic():
        to = lock_open_stage(to or last_open_stage(deal), deal)
        deal = lock_deal(deal)
        if deal.status == Status.OPEN or version not in (None, deal.stage_version):
            raise MovedMeanwhile(deal)
        rank = deal.rank if deal.stage_id == to.pk else rank_at(TOP, to, deal)
        return move_of(enter(deal, to, rank, stages_with_gates(deal.pipeline_id), by=by, op=op), deal)


def last_open_stage(deal):
    """The open stage in use of its pipeline where the deal last stood, else the first."""
    if deal.stage.is_open and not deal.stage.retired_at:
        return deal.stage
    fit = {"stage__kind": Stage.Kind.OPEN, "stage__retired_at": None, "stage__pipeline": deal.pipeline_id}
    visits = deal.visits.standing().filter(**fit)
    last = visits.select_related("stage").order_by("-entered_at", "-id").first()
    return last.stage if last else stage_named(deal.pipeline, Stage.Kind.OPEN)
