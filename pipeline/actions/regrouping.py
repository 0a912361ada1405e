"""Into another row of a grouped board: the place and the owner or label change in one act, with one undo."""

from uuid import uuid4

from django.core.exceptions import SuspiciousOperation
from django.db import transaction

from pipeline.actions.answering import give_answers
from pipeline.actions.editing import write_facts
from pipeline.actions.moving import Move, MovedMeanwhile, carry, refuse_closed
from pipeline.actions.places import TOP, lock_deal, lock_stages
from pipeline.actions.standing import Status
from pipeline.gates import stages_with_gates
from pipeline.models import Deal
from pipeline.ranks import rank_at
from timeline.models import Event, subject_key
from timeline.together import together


def move_to_lane(deal, *, to, facts, by, between=TOP, version=None, op=None, answers=None, stages=None):
    """Move a deal as `move_deal` does, write the facts of its new row (owner or label), and return the Move.

    `op` names the act: sent again it does nothing again, and its undo takes back both. Raises what `move_deal` raises.
    """
    stages, op = stages or stages_with_gates(to.pipeline_id), op or uuid4()
    with transaction.atomic():
        to = lock_stages(to)[to.pk]
        deal = lock_deal(deal)
        if done := find_act(op, deal, by):
            return done
        refuse_closed(to, deal)
        if version not in (None, deal.stage_version):
            raise MovedMeanwhile(deal)
        if answers:
            give_answers(deal, answers, by=by)
        start = deal.stage_id
        with together(op):
            event = None if stands_by_time(deal, to) else carry_over(deal, to, between, stages, by)
            edit = write_facts(deal, facts, by=by)
    return Move(deal, event or edit, start, to.pk, deal.rank, deal.stage_version)


def find_act(op, deal, by):
    """The Move an act already made, or None; its id belongs to one person and one deal."""
    events = list(Event.objects.of_bulk(op))
    if any((event.subject, event.actor_id) != (subject_key(deal), by.pk) for event in events):
        raise SuspiciousOperation("This operation id is taken.")
    if not events:
        return None
    deal = Deal.objects.for_cards().get(pk=deal.pk)
    start, _end = events[0].changes.get("stage", [deal.stage_id] * 2)
    return Move(deal, events[0], start, deal.stage_id, deal.rank, deal.stage_version)


def stands_by_time(deal, to):
    """Whether there is no other place for it in this column."""
    return deal.stage_id == to.pk and deal.status == Status.WON


def carry_over(deal, to, between, stages, by):
    return carry(deal, to, rank_at(between, to, deal), stages, by=by, op=None).event
