"""Moving a deal: one lock order, one rule for places, one visit closed and the next opened, one event."""

from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pipeline.actions.answering import give_answers
from pipeline.actions.places import TOP, is_place_taken, lock_deal, lock_stage, lock_stages, share_stage
from pipeline.actions.standing import (
    Exit,
    Status,
    change_visits,
    enter_stage,
    record_standing,
    save_standing,
    standing_of,
)
from pipeline.gates import GateClosed, ask_gates, stages_with_gates
from pipeline.models import Deal, Stage
from pipeline.ranks import rank_at
from pipeline.ways import (
    StageClosed,
    WayForbidden,
    is_forward,
    is_reopening,
    refusal_of,
    stages_crossed,
    stages_passed,
)
from timeline.models import Event, subject_key


class MovedMeanwhile(Exception):
    """The deal is not where the viewer saw it; `deal` is as it is now, `by` (or None) changed it, `at` that time."""

    def __init__(self, deal):
        event = Event.objects.filter(subject=subject_key(deal), verb__in=STANDING_VERBS).order_by("-id").first()
        self.deal, self.by, self.at = deal, event and event.actor, event and event.happened_at
        sentence = (event and RESTED_MEANWHILE.get(event.verb) or CHANGED_MEANWHILE[deal.status]) % {
            "who": self.by.name if self.by else _("Somebody"),
            "stage": deal.stage.name,
        }
        super().__init__(sentence)


@dataclass(frozen=True)
class Move:
    """What a move did; the same operation asked again gets the same Move."""

    deal: Deal
    event: Event
    from_stage: int
    to_stage: int
    rank: str
    version: int


CHANGED_MEANWHILE = {
    Status.OPEN: gettext_lazy("%(who)s moved this deal to %(stage)s meanwhile."),
    Status.WON: gettext_lazy("%(who)s marked this deal as won meanwhile."),
    Status.LOST: gettext_lazy("%(who)s marked this deal as lost meanwhile."),
}
RESTED_MEANWHILE = {
    "deal.parked": gettext_lazy("%(who)s parked this deal meanwhile."),
    "deal.woken": gettext_lazy("This deal was woken meanwhile."),
}
STANDING_VERBS = ("deal.moved", "deal.ranked", "deal.won", "deal.lost", "deal.reopened", "deal.undone", "deal.created")
STANDING_VERBS += tuple(RESTED_MEANWHILE)


def move_deal(deal, *, to, between=TOP, version=None, op=None, by, answers=None, across=False, stages=None):
    """Move a deal to a place in a stage and return the Move; only if asked to go `across`, to another pipeline's.

    `version` is the stage_version the viewer saw (None moves in any case); `answers` are cleaned values of the gate's
    form; `stages` those of the pipeline with their gates, where the caller has read them. Raises MovedMeanwhile,
    GateClosed, WayForbidden or StageClosed, and then nothing at all has changed.
    """
    stages = stages or stages_with_gates(to.pipeline_id)

    def settle(lock):
        with transaction.atomic():
            column, locked = lock.get(to.pk), lock_deal(deal)
            refuse_closed(column, locked, across)
            if version not in (None, locked.stage_version):
                raise MovedMeanwhile(locked)
            if answers:
                give_answers(locked, answers, by=by)
            return carry(locked, column, rank_at(between, column, locked), stages, by=by, op=op)

    try:
        return settle(share_stage)
    except (MovedMeanwhile, GateClosed, WayForbidden, StageClosed, IntegrityError) as refusal:
        if done := find_move(op, deal, by):  # the same request, sent twice: the log knows each operation once
            return done
        if not is_place_taken(refusal):
            raise
    return settle(lock_stage)  # somebody took the very place: now alone in the column


def lock_open_stage(stage, deal):
    return refuse_closed(lock_stages(stage)[stage.pk], deal)


def refuse_closed(stage, deal, across=False):
    """The stage, if it is one this deal can be moved to."""
    is_gone = stage.pipeline_id != deal.pipeline_id or deal.pipeline.retired_at
    if stage.retired_at or (is_gone and not across):
        raise StageClosed(_("%(stage)s is no longer a stage of this pipeline.") % {"stage": stage.name})
    return stage


def find_move(op, deal, by):
    """The Move an operation already made, or None; an operation id belongs to one person and one deal."""
    event = Event.objects.filter(operation=op).first() if op else None
    if event is None:
        return None
    if event.subject != subject_key(deal) or event.actor_id != by.pk:
        raise SuspiciousOperation("This operation id is taken.")
    return move_of(event, Deal.objects.for_cards().get(pk=deal.pk))


def move_of(event, deal):
    """The Move as the log remembers it, with the deal as it is now."""
    start, end = event.changes.get("stage", [event.details["stage"]] * 2)
    return Move(deal, event, start, end, event.details["rank"], event.details["version"])


def carry(deal, to, rank, stages, *, by, op):
    """Put a locked deal at a free rank of a locked stage, after asking the gates of `stages` on the way."""
    stays = deal.stage_id == to.pk and deal.status != Status.LOST
    event = rank_within(deal, rank, by=by, op=op) if stays else enter(deal, to, rank, stages, by=by, op=op)
    return move_of(event, deal)


def rank_within(deal, rank, *, by, op):
    before = standing_of(deal)
    deal.rank = rank
    deal.save(update_fields=["rank"])
    return record_standing("deal.ranked", deal, before, by=by, op=op)


def enter(deal, to, rank, stages, *, by, op):
    """Take a locked deal over the gates into a stage, in its visits and in the log."""
    if refusal := refusal_of(deal, to, stages):
        raise WayForbidden(refusal)
    lacking = ask_gates(deal, to, stages_crossed(start_within(deal, to), to, stages))
    before, start, odds = standing_of(deal), deal.stage, deal.odds
    gone = way(deal, to, stages)
    count_steps(deal, to, gone)
    enter_stage(deal, to, rank)
    save_standing(deal)
    won = before["status"] != Status.WON and deal.status == Status.WON
    visits = change_visits(deal, exit=Exit.WON if won else Exit.MOVED, by=by)
    return record_standing(
        verb_for(before["status"], deal.status),
        deal,
        before,
        start=start,
        by=by,
        op=op,
        odds=[float(odds), float(deal.odds)],
        visits=visits,
        **gone,
        **without(lacking),
    )


def start_within(deal, to):
    """Where the way through the pipeline of `to` begins; a deal of another pipeline comes from outside (None)."""
    return deal.stage if deal.pipeline_id == to.pipeline_id else None


def verb_for(before, after):
    if before == after:
        return "deal.moved"
    return "deal.won" if after == Status.WON else "deal.reopened"


def way(deal, to, stages):
    """Which way a move goes and how many stages it passes over; from another pipeline it does neither."""
    if start_within(deal, to) is None:
        return {"direction": "across", "skipped": 0}
    direction = "forward" if is_forward(deal.stage, to) else "back"
    return {"direction": direction, "skipped": len(stages_passed(deal.stage, to, stages))}


def count_steps(deal, to, gone):
    """The deal keeps count of stages skipped on the way forward and of steps back; opening again is no step back."""
    if is_reopening(deal, to) or gone["direction"] == "across":
        return
    if gone["direction"] == "forward":
        deal.skips += gone["skipped"]
    elif deal.stage_id != to.pk:
        deal.steps_back += 1


def without(lacking):
    """What the deal went without because a gate only warned: keys to fill it in, names as they were then."""
    return {"lacking": [[need.key, str(need.name)] for need in lacking]} if lacking else {}


def stage_named(pipeline, kind):
    """The first stage of a kind in use in a pipeline, or None."""
    return Stage.objects.standing().filter(pipeline=pipeline, kind=kind).first()
