"""Taking back: one act by its toast, an act over many deals, or simply the last thing one did."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.rights import require
from kit import formats
from pipeline.actions import CannotUndo, last_act, undo, undo_bulk
from pipeline.actions.undoing import UNDO_WITHIN, UNDOABLE, deals_to_take_back
from pipeline.bin.actions import bring_deals_back, last_thrown, thrown_together
from pipeline.models import Deal
from pipeline.views.answers import CONFLICT, answer, refusals_as_toasts, toast
from pipeline.views.bulk import answer_many
from pipeline.words import fact_name
from timeline.models import Event


@require_POST
@refusals_as_toasts
def take_back(request, pk):
    """Undo one move, win, loss, rest or edit."""
    return undo_one(request, get_object_or_404(Event, pk=pk))


@require_POST
@refusals_as_toasts
def take_back_many(request, bulk):
    """Undo an act over many deals, as far as it can be."""
    return undo_many(request, bulk)


@require_POST
@refusals_as_toasts
def take_back_last(request):
    """Undo the last thing this person did, if that was within a day."""
    require(request.user, "deal.move")
    event, binned = last_act(request.user), last_thrown(request.user, timezone.now() - UNDO_WITHIN)
    if binned and (event is None or event.happened_at < binned.at):
        return undo_many(request, binned.act)
    if event is None:
        return refuse(request, _("You have done nothing in the last 24 hours that could be undone."))
    bulk = event.details.get("bulk")
    return undo_many(request, UUID(bulk)) if bulk and not is_one_drop(event) else undo_one(request, event)


def is_one_drop(event):
    """Whether its act did several things, all of them to one deal."""
    subjects = list(Event.objects.of_bulk(event.details["bulk"]).values_list("subject", flat=True))
    return len(subjects) > 1 and len(set(subjects)) == 1


def undo_one(request, event):
    together = done_together(event)
    deal = deal_of(request, together)
    require(request.user, "deal.move", deal)
    try:
        if len(together) > 1:
            return undo_both(request, together, deal)
        done = undo(event, by=request.user)
    except CannotUndo as refusal:
        return answer(request, deal, str(refusal), status=CONFLICT)
    if done.first.verb == "deal.created" and deal.lead_id and not request.htmx:
        return back_to_leads(request, words_for(done), done.deal.lead)
    return answer(request, done.deal, words_for(done))


def back_to_leads(request, words, lead=None):
    """The lead that is one again, or their list."""
    messages.success(request, words)
    return redirect("leads:lead", lead.pk) if lead else redirect("leads:list")


def done_together(event):
    """What one act did to the deal of this event: a drop into another row moves it and gives it a label or an owner."""
    bulk = event.details.get("bulk")
    together = {"subject": event.subject, "verb__in": UNDOABLE, "undoes": None}
    return list(Event.objects.of_bulk(bulk).filter(**together)) if bulk else [event]


def undo_both(request, events, deal):
    report = undo_bulk(UUID(events[0].details["bulk"]), by=request.user, deals=[deal])
    refused = " ".join(outcome.refusal for outcome in report.refused)
    facts = ", ".join(fact_name(name) for event in events if event.verb == "deal.edited" for name in event.changes)
    deal = report.outcomes[0].deal
    words = _("Undone: back in %(stage)s, %(facts)s as before") % {"stage": deal.stage.name, "facts": facts}
    return answer(request, deal, refused or words)


def words_for(done):
    """“Undone: Blue vans is back in Demo”, or which facts are as before, and who changed the others."""
    if done.first.verb == "deal.created":
        return words_for_opening(done.deal)
    if done.first.verb in ("deal.parked", "deal.woken"):
        return words_for_rest(done.deal)
    if done.first.verb != "deal.edited":
        return _("Undone: %(deal)s is back in %(stage)s") % {"deal": done.deal.title, "stage": done.deal.stage.name}
    facts = ", ".join(fact_name(name) for name in done.event.changes)
    return " ".join(filter(None, [_("Undone: %(facts)s as before.") % {"facts": facts}, done.kept]))


def words_for_opening(deal):
    if deal.lead_id:
        return _("Undone: %(name)s is a lead again") % {"name": deal.lead.name}
    return _("Undone: %(deal)s was not added") % {"deal": deal.title}


def words_for_rest(deal):
    if deal.is_parked:
        said = {"deal": deal.title, "day": formats.day(deal.parked_until)}
        return _("Undone: %(deal)s is parked until %(day)s") % said
    return _("Undone: %(deal)s is not parked") % {"deal": deal.title}


def deal_of(request, events):
    """The deal these events are about, if this user may see it, or gave it away by one of them."""
    kind, _colon, number = events[0].subject.partition(":") if events else ("", "", "")
    if kind != "deal":
        raise Http404
    own = any(event.actor_id == request.user.pk and "owner" in event.changes for event in events)
    deals = Deal.objects.all() if own else Deal.objects.visible_to(request.user)
    return get_object_or_404(deals.select_related("stage", "pipeline"), pk=number)


def undo_many(request, bulk):
    """What this person sees of an act, or gave away by it; of somebody else's only leaders may."""
    if binned := thrown_together(bulk, request.user):
        return bring_back(request, binned)
    deals = list(deals_to_take_back(request.user, Event.objects.of_bulk(bulk)))
    if not deals:
        raise Http404
    require(request.user, "deal.move")
    try:
        report = undo_bulk(bulk, by=request.user, deals=deals)
    except CannotUndo as refusal:
        return refuse(request, str(refusal))
    count = len({outcome.deal.pk for outcome in report.done})
    if request.POST.get("back") == "leads":
        words = ngettext("Undone: %(count)s is a lead again", "Undone: %(count)s are leads again", count)
        return back_to_leads(request, words % {"count": formats.number(count)})
    words = ngettext("Undone: %(count)s deal is as before", "Undone: %(count)s deals are as before", count)
    return answer_many(request, report, words % {"count": formats.number(count)}, can_undo=False)


def bring_back(request, binned):
    """What an act threw away, on its board again."""
    report = bring_deals_back(binned, by=request.user)
    count = len(report.done)
    words = ngettext("Restored %(count)s deal", "Restored %(count)s deals", count) % {"count": formats.number(count)}
    if not count:
        gone = _("It is not in the bin any more.")  # somebody else was faster
        return refuse(request, report.refused[0].refusal if report.refused else gone)
    return answer_many(request, report, words, can_undo=False)


def refuse(request, words):
    if request.htmx:
        return toast(request, words, status=CONFLICT)
    messages.warning(request, words)
    return redirect("pipeline:board")
