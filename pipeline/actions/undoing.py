"""Undo: a deal goes back to its old place, or a fact to its old value, and neither event nor visit counts any more."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.fields.facts import is_custom
from accounts.rights import LEADERS
from leads.models import Lead
from pipeline.actions.editing import said, write_facts
from pipeline.actions.opening import unmake_deal
from pipeline.actions.outcomes import Outcome, Report
from pipeline.actions.places import Place, lock_deals, lock_stages
from pipeline.actions.standing import record_standing, restore_standing, save_standing, standing_of
from pipeline.actions.transferring import late_refusal, number_taken
from pipeline.actions.unconverting import conversion_event, unconvert
from pipeline.models import Conversion, Deal, Stage, StageVisit
from pipeline.ranks import rank_at
from pipeline.rates import RateMissing, ValueRefused
from pipeline.words import fact_name
from timeline.models import Event, subject_key
from timeline.together import key_after, together

STANDINGS = ("deal.moved", "deal.ranked", "deal.won", "deal.lost", "deal.reopened", "deal.parked", "deal.woken")
UNDOABLE = (*STANDINGS, "deal.edited", "deal.created")
PLANNED_ALONG = ("followup.planned_on_entry",)  # by the stage, for a deal that enters it: goes with the deal
UNDO_WITHIN = timedelta(hours=24)
LOOKED_BACK = 20  # so many of one's last things; what lies further back is taken back on the deal's page


class CannotUndo(Exception):
    """Why this can no longer be undone, in one sentence."""


@dataclass(frozen=True)
class Undone:
    """What an undo did: the deal as it is now, the event that undid `first`, and what it could not bring back."""

    deal: Deal
    event: Event
    first: Event
    kept: str = ""


def undo(event, *, by):
    """Take back one change of a deal's standing or facts; raises CannotUndo with the reason."""
    with transaction.atomic():
        deals, events = lock_what_happened([event])
        if not deals:
            raise CannotUndo(_("The deal is not there any more."))
        return take_back(events[0], deals[0], by=by)


def undo_bulk(bulk, *, by, deals=None):
    """Take back an act over many deals (only those of `deals`, if given), the last first.

    What cannot be undone stays and is reported; raises CannotUndo when nothing can be.
    """
    events = Event.objects.of_bulk(bulk).filter(verb__in=UNDOABLE, undoes=None)
    if deals is not None:
        events = events.filter(subject__in=[subject_key(deal) for deal in deals])
    events = list(events)
    with together(key_after(bulk, "undo")):
        locked, events = lock_what_happened(events)
        found = {subject_key(deal): deal for deal in locked}
        outcomes = [attempt(event, found[event.subject], by=by) for event in reversed(events)]
    if not any(outcome.event for outcome in outcomes):
        raise CannotUndo(outcomes[0].refusal if outcomes else _("This cannot be undone."))
    return Report(bulk, outcomes[::-1])


def attempt(event, deal, *, by):
    try:
        with transaction.atomic():
            return Outcome(deal, event=take_back(event, deal, by=by).event)
    except CannotUndo as refusal:
        return Outcome(deal, refusal=str(refusal))


def lock_what_happened(events):
    """Leads, columns, deals and then the events themselves, as they are now; the second of two undos waits here."""
    ids = {int(event.subject.partition(":")[2]) for event in events}
    if any(event.verb == "deal.created" for event in events):  # of a conversion: those who convert lock the lead first
        leads = Lead.objects.filter(pk__in=Deal.objects.filter(pk__in=ids).values("lead")).order_by("pk")
        list(leads.select_for_update(of=("self",)).values_list("pk"))
    stages = {stage for event in events for stage in event.changes.get("stage", [])}
    here = Deal.objects.filter(pk__in=ids)
    lock_stages(*Stage.objects.filter(pk__in=stages | set(here.values_list("stage", flat=True))))
    deals = lock_deals(here)
    locked = Event.objects.filter(pk__in=[event.pk for event in events], subject__in=map(subject_key, deals))
    return deals, list(locked.order_by("id").select_for_update(of=("self",)))


def take_back(event, deal, *, by):
    """Undo an event of a locked deal."""
    refuse_if_too_late(event, deal, by)
    if event.verb == "deal.created":
        unmake = unconvert if deal.lead_id else unmake_deal
        return Undone(deal, unmake(deal, event, by=by), event)
    return restore_facts(event, deal, by=by) if event.verb == "deal.edited" else restore_place(event, deal, by=by)


def last_act(by):
    """The newest of the last things this person did, to deals they still see, that can be taken back; or None."""
    since = timezone.now() - UNDO_WITHIN
    own = Event.objects.standing().filter(actor=by, verb__in=UNDOABLE, happened_at__gt=since)
    latest = list(own.order_by("-id")[:LOOKED_BACK])
    seen = {subject_key(deal): deal for deal in deals_to_take_back(by, latest)}
    return next((event for event in latest if event.subject in seen and is_ours(event, seen[event.subject])), None)


def is_ours(event, deal):
    """Whether undo is the way back: not for the opening of a deal that came from a file or the samples.

    Nor for a value that followed the lines of the deal: they must be changed.
    """
    if event.details.get("items"):
        return False
    if event.verb != "deal.created":
        return True
    is_brought = deal.batch_id or deal.is_sample
    return not is_brought and (not deal.lead_id or Conversion.objects.filter(deal=deal, undone_at=None).exists())


def deals_to_take_back(by, events):
    """The deals of these events this person may see, or gave away by one of them."""
    given = {deal_id(event) for event in events if event.actor_id == by.pk and "owner" in event.changes}
    seen = Q(pk__in=Deal.objects.visible_to(by).values("pk"))
    return Deal.objects.filter(seen | Q(pk__in=given), pk__in={deal_id(event) for event in events})


def deal_id(event):
    """The id of the deal an event is about, None for anything else."""
    kind, _colon, number = event.subject.partition(":")
    return int(number) if kind == "deal" else None


def undoable_event(deal, by):
    """The id of the last thing done to the deal that stands, if this person may still undo it."""
    done = Event.objects.standing().filter(subject=subject_key(deal), verb__in=UNDOABLE)
    last = done.exclude(details__has_key="items").order_by("-id").first()
    try:
        if last:
            refuse_if_too_late(last, deal, by)
            return last.pk
    except CannotUndo:
        pass
    return None


def refuse_if_too_late(event, deal, by):
    if event.verb not in UNDOABLE or event.undoes_id or not is_ours(event, deal):
        raise CannotUndo(_("This cannot be undone."))
    if event.undone_by_id:
        raise CannotUndo(_("This was undone already."))
    if event.actor_id != by.pk and by.role not in LEADERS:
        raise CannotUndo(_("Only who did this, a manager or an admin can undo it."))
    if timezone.now() - event.happened_at > UNDO_WITHIN:
        raise CannotUndo(_("This is more than a day ago. Change it back by hand."))
    if event.verb in STANDINGS and has_moved_on(deal, event):
        raise CannotUndo(_("The deal has moved on since: it is in %(stage)s now.") % {"stage": deal.stage.name})
    if event.verb in STANDINGS:
        refuse_lost_place(event, deal)
    if event.verb == "deal.created" and is_worked_on(event, deal):
        raise CannotUndo(_("Somebody has worked on this deal since. Mark it as lost instead."))


def is_worked_on(opening, deal):
    """Whether anything stands that was done to or for a deal since it was opened, or made from its lead."""
    since = (conversion_event(deal) if deal.lead_id else None) or opening
    later = Event.objects.standing().filter(about__contains=[opening.subject], id__gt=since.pk)
    by_rules = Q(verb__in=PLANNED_ALONG) | Q(details__has_key="by_rule")
    return later.exclude(by_rules).exists()


def has_moved_on(deal, event):
    """Whether something later still stands, or the deal is elsewhere because its column was reshaped."""
    later = Event.objects.standing().filter(subject=event.subject, verb__in=STANDINGS, id__gt=event.pk)
    return deal.stage_id != event.details.get("stage") or later.exists()


def refuse_lost_place(event, deal):
    """Where it stood may be out of use by now, or mean something else, or its number may be taken."""
    pk, _now = event.changes.get("stage", [deal.stage_id, None])
    status, _now = event.changes.get("status", [deal.status, None])
    stage = deal.stage if pk == deal.stage_id else Stage.objects.select_related("pipeline").get(pk=pk)
    is_gone = stage.retired_at or stage.pipeline.retired_at
    if status != Deal.Status.LOST and (is_gone or stage.is_open != (status == Deal.Status.OPEN)):
        raise CannotUndo(_("%(stage)s was changed since and takes this deal no longer.") % {"stage": stage.name})
    if "pipeline" in event.changes and (refusal := number_taken(deal, stage.pipeline)):
        raise CannotUndo(refusal)


def restore_place(event, deal, *, by):
    before, start = standing_of(deal), deal.stage
    put_back_across(deal, event) if "pipeline" in event.changes else put_back(deal, event)
    undo_visits(event.details.get("visits", {}))
    undoing = record_standing("deal.undone", deal, before, start=start, by=by, undoes=event, undone=event.verb)
    return Undone(deal, undoing, event)


def put_back_across(deal, event):
    """The same into the pipeline it came from, where its number may be taken this very moment."""
    try:
        with transaction.atomic():
            put_back(deal, event)
    except IntegrityError as error:
        raise late_refusal(deal, deal.pipeline, CannotUndo) or error from error


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


def restore_facts(event, deal, *, by):
    """Bring back each fact that still is what the edit wrote; the others stay as somebody made them since."""
    old = {name: was for name, (was, wrote) in event.changes.items() if said(deal, name) == wrote}
    kept = changed_since(event, deal, event.changes.keys() - old.keys())
    if not old:
        raise CannotUndo(kept)
    try:
        facts = {name: fact(name, was) for name, was in old.items()}
        return Undone(deal, write_facts(deal, facts, by=by, undoes=event), event, kept)
    except (RateMissing, ObjectDoesNotExist) as gone:
        raise CannotUndo(_("What was there before is not there any more.")) from gone
    except ValueRefused as refusal:
        raise CannotUndo(str(refusal)) from refusal


def fact(name, was):
    """A fact as the log keeps it, as the deal holds it."""
    if is_custom(name):
        return was
    field = Deal._meta.get_field(name)
    if field.is_relation:
        return was and field.related_model.objects.get(pk=was)
    return field.to_python(was)


def changed_since(event, deal, names):
    """Who changed these facts after the event, in one sentence; nothing for no facts."""
    if not names:
        return ""
    later = Event.objects.filter(subject=event.subject, id__gt=event.pk, changes__has_any_keys=list(names))
    last = later.select_related("actor").order_by("-id").first()
    who = last.actor.name if last and last.actor else _("Somebody")
    facts = ", ".join(fact_name(name).lower() for name in sorted(names))
    return _("%(who)s changed the %(facts)s since.") % {"who": who, "facts": facts}
