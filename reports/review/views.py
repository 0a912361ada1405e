"""The weekly review: what needs a decision, one deal after the other, and the minutes of it all."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import require
from pipeline.actions import CannotUndo
from pipeline.models import Deal
from reports.dashboards import DASHBOARDS
from reports.models import Decision
from reports.review.actions import CannotDecide, begin_review, decision_of, end_review, undo_decision
from reports.review.agenda import agenda_of, deals_of
from reports.review.answers import (
    carry_out,
    go_on,
    own_review,
    redirect_after,
    seat_or_404,
    show_card,
    to_minutes,
)
from reports.review.card import ACTS
from reports.review.filters import ReviewFilter
from reports.review.forms import fresh
from reports.review.lists import past_reviews, unfinished_of
from reports.review.rules import RULES, reasons_of, score_of
from reports.review.standing import Standing, standing_decisions

UNPROCESSABLE, CONFLICT = 422, 409
SHOWN = 12


@require_http_methods(["GET", "HEAD", "POST"])
def reviews(request):
    """What would be on the agenda, the reviews to go on with, and the past ones; or begin one."""
    require(request.user, "review.hold")
    asked = request.POST if request.method == "POST" else request.GET
    chosen = ReviewFilter(asked, queryset=Deal.objects.none(), request=request)
    if request.method == "POST" and chosen.is_valid():
        try:
            return go_on(begin_review(chosen.scope, by=request.user, op=operation(request)))
        except CannotDecide as refusal:
            messages.warning(request, str(refusal))
    return render(request, "reports/review/begin.html", context_of(request, chosen), status=status_of(request))


def status_of(request):
    return UNPROCESSABLE if request.method == "POST" else 200


def context_of(request, chosen):
    agenda = agenda_of(chosen.scope)
    deals = deals_of(agenda.items[:SHOWN], request.user)
    shown = [(deals[item["deal"]], reasons_of(item), score_of(item)) for item in agenda.items[:SHOWN]]
    return {
        "dashboards": DASHBOARDS,
        "filter": chosen,
        "asked": {name: one for name, one in chosen.scope.link.items() if one and name in chosen.filters},
        "agenda": agenda,
        "shown": shown,
        "beyond": agenda.count - len(shown),
        "rules": RULES,
        "op": uuid4(),
        "unfinished": unfinished_of(request.user),
        "past": past_reviews(request.user),
    }


def operation(request):
    """The operation a form names, a new one where it names none."""
    try:
        return UUID(request.POST.get("op", ""))
    except ValueError:
        return uuid4()


@require_safe
def review(request, pk):
    """The minutes, as far as they have come."""
    return to_minutes(request, pk)


@require_safe
def paper(request, pk):
    """The minutes as PDF."""
    return to_minutes(request, pk, on_paper=True)


@require_safe
def deal(request, pk, place):
    """One deal of the agenda and what may be decided of it."""
    return show_card(request, seat_or_404(request, pk, place))


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, pk, place, choice):
    """Ask what a decision needs to know, or decide."""
    seat = seat_or_404(request, pk, place, choice=choice)
    act = ACTS[choice]
    require(request.user, act.verb, seat.deal)
    version = act.version_of(seat.deal)
    if request.method != "POST":
        return show_card(request, seat, act=act, form=fresh(act.form, seat.deal, version))
    if decision_of(operation(request), request.user):
        return redirect_after(seat, act)
    form = act.form(request.POST, deal=seat.deal)
    if form.is_valid():
        return carry_out(request, seat, act, form)
    return show_card(request, seat, act=act, form=form, status=UNPROCESSABLE)


@require_POST
def undo(request, pk):
    """Take back the last decision, or the one named."""
    review = own_review(request, pk)
    named, standing = request.POST.get("decision", ""), standing_decisions(review)
    is_named = named.isdecimal() and len(named) < 19
    decision = get_object_or_404(Decision, pk=named, review=review) if is_named else standing.last()
    if decision is None:
        messages.warning(request, _("Nothing is decided yet that could be taken back."))
        return go_on(review)
    get_object_or_404(Deal.objects.visible_to(request.user), pk=decision.deal_id)
    seat = seat_or_404(request, pk, Standing.of(review).place_of(decision.deal_id))
    try:
        undo_decision(decision, by=request.user, op=operation(request))
    except (CannotDecide, CannotUndo) as refusal:
        return show_card(request, seat, refusal=str(refusal), status=CONFLICT)
    messages.success(request, _("Taken back: %(deal)s is as before") % {"deal": decision.title})
    return redirect("reports:review-deal", pk, seat.place)


@require_POST
def end(request, pk):
    """End the review; its minutes stay."""
    review = end_review(own_review(request, pk), by=request.user)
    return redirect("reports:review", review.pk)
