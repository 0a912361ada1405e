"""Undo of a change of standing: the deal goes back to its old place, and neither event nor visit counts any more."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.rights import LEADERS
from pipeline.actions.moving import move_of
from pipeline.actions.places import Place, lock_deal, lock_stages
from pipeline.actions.standing import record_standing, restore_standing, save_standing, standing_of
from pipeline.models import Deal, Stage, StageVisit
from pipeline.ranks import rank_at
from timeline.models import Event, subject_key

UNDOABLE = ("deal.moved", "deal.ranked", "deal.won", "deal.lost", "deal.reopened")
UNDO_WITHIN = timedelta(hours=24)


class CannotUndo(Exception):
    """Why this can no longer be undone, in one sentence."""


def undo(event, *, by):
    """Take back a move, win, loss or reopening and return the Move back; raises CannotUndo with the reason."""
    with transaction.atomic():
        deal = Deal.objects.get(pk=int(event.subject.partition(":")[2]))
        lock_stages(*Stage.objects.filter(pk__in=event.changes.get("stage", [deal.stage_id])))
        deal = lock_deal(deal)
        event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
        refuse_if_too_late(event, deal, by)
        before, start = standing_of(deal), deal.stage
        put_back(deal, event)
        undo_visits(event.details.get("visits", {}))
        undoing = record_standing("deal.undone", deal, before, start=start, by=by, undoes=event, undone=event.verb)
        return move_of(undoing, deal)


def undoable_event(deal, by):
    """The id of the last thing that happened to the deal's standing, if this person may still undo it."""
    last = Event.objects.filter(subject=subject_key(deal), verb__in=[*UNDOABLE, "deal.undone"]).order_by("-id").first()
    try:
        if last:
            refuse_if_too_late(last, deal, by)
            return last.pk
    except CannotUndo:
        pass
    return None


def refuse_if_too_late(event, deal, by):
    if event.verb not in UNDOABLE or event.undoes_id:
        raise CannotUndo(_("This cannot be undone."))
    if event.undone_by_id:
        raise CannotUndo(_("This was undone already."))
    if event.actor_id != by.pk and by.role not in LEADERS:
        raise CannotUndo(_("Only who did this, a manager or an admin can undo it."))
    if timezone.now() - event.happened_at > UNDO_WITHIN:
        raise CannotUndo(_("This is more than a day ago. Move the deal back instead."))
    if event.details["version"] != deal.stage_version or event.details["rank"] != deal.rank:
        raise CannotUndo(_("The deal has moved on since: it is in %(stage)s now.") % {"stage": deal.stage.name})


def put_back(deal, event):
    """Restore the standing; the old rank itself if it is free, else the place right after it."""
    restore_standing(deal, event.changes)
    taken = Deal.objects.filter(stage=deal.stage_id, rank=deal.rank).exclude(pk=deal.pk)
    if taken.exists():
        deal.rank = rank_at(Place(prev_rank=deal.rank), deal.stage, deal)
    save_standing(deal)


def undo_visits(visits):
    """The visit the move opened counts no more, and the one it closed is open again."""
    StageVisit.objects.filter(pk=visits.get("entered")).update(undone=True)
    StageVisit.objects.filter(pk=visits.get("left")).update(left_at=None, exit="", exit_to=None)
