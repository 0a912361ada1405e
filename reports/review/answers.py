"""How the review answers: with the next card, with the same one and the reason, or with the minutes."""

from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.rights import require
from kit.paper import PaperMissing, paper_of
from pipeline.actions import CannotPark, EditedMeanwhile, MovedMeanwhile
from pipeline.models import Deal
from reports.models import Decision, Review
from reports.review import actions
from reports.review.card import ACTS, ADDING, DECIDING, card_of, days_for, deal_in_review
from reports.review.forms import fresh
from reports.review.minutes import minutes_of, moved
from reports.review.standing import Standing

Choice = Decision.Choice
UNPROCESSABLE, CONFLICT, UNAVAILABLE = 422, 409, 503
CARRIES = {
    "keep": actions.keep_deal,
    "push": actions.push_deal,
    "commit": actions.commit_deal,
    "park": actions.park_in_review,
    "lose": actions.lose_in_review,
    "note": actions.note_in_review,
    "promise": actions.promise_in_review,
}


@dataclass(frozen=True)
class Seat:
    """A place of the agenda of one's own review; `deal` is None where it may not be seen any more."""

    review: Review
    standing: Standing
    place: int
    item: dict
    deal: Deal | None

    @property
    def decision(self):
        return self.standing.decided.get(self.item["deal"])

    @property
    def before(self):
        return self.place - 1

    @property
    def after(self):
        return self.place + 1 if self.place < self.standing.count else None


def own_review(request, pk):
    """A review this person holds; anybody else's is none of theirs."""
    named = Review.objects.select_related("owner", "team", "pipeline", "rep")
    review = get_object_or_404(named, pk=pk, owner=request.user)
    require(request.user, "review.hold")
    return review


def seat_or_404(request, pk, place, choice=None):
    """A place of one's own review, with its deal; to decide anything of it, it must still be seen."""
    review = own_review(request, pk)
    standing = Standing.of(review)
    item = standing.item(place)
    deal = item and deal_in_review(request.user, item["deal"])
    if item is None or (choice and (deal is None or choice not in ACTS)):
        raise Http404
    return Seat(review, standing, place, item, deal)


def show_card(request, seat, *, act=None, form=None, refusal="", status=200):
    """The card, with the form of an act open on it, and why the last one was refused."""
    context = {
        "seat": seat,
        "review": seat.review,
        "deal": seat.deal,
        "deciding": DECIDING,
        "adding": ADDING,
        "act": act,
        "form": form,
        "days": days_for(act, seat.deal) if act else [],
        "refusal": refusal,
        "changed": moved(seat.decision) if seat.decision else None,
        "op": uuid4(),
    }
    context |= card_of(seat.review, seat.item, seat.deal, request.user) if seat.deal else {}
    return render(request, "reports/review/deal.html", context, status=status)


def carry_out(request, seat, act, form):
    """Do what was decided and go on to the next deal; where that cannot be, the same card says why."""
    facts = form.cleaned_data | {"op": form.cleaned_data.get("op") or uuid4()}
    try:
        CARRIES[act.name](seat.review, seat.deal, by=request.user, **facts)
    except (CannotPark, ValidationError) as refusal:
        form.add_error("until" if act.name == "park" else "title", getattr(refusal, "messages", [str(refusal)]))
        return show_card(request, seat, act=act, form=form, status=UNPROCESSABLE)
    except (actions.CannotDecide, MovedMeanwhile, EditedMeanwhile) as refusal:
        return show_again(request, seat, act, form, str(refusal))
    messages.success(request, _("%(done)s: %(deal)s") % {"done": Choice(act.name).label, "deal": seat.deal.title})
    return redirect_after(seat, act)


def show_again(request, seat, act, form, refusal):
    """The card as it is now, with what was typed, to be sent by somebody who has seen it."""
    seat = seat_or_404(request, seat.review.pk, seat.place)
    if seat.deal is None:
        return show_card(request, seat, status=CONFLICT)
    again = None if act.at_once else fresh(act.form, seat.deal, act.version_of(seat.deal), form.data)
    return show_card(request, seat, act=again and act, form=again, refusal=refusal, status=CONFLICT)


def redirect_after(seat, act):
    """The next deal nothing is decided of; what only adds to this one stays with it."""
    if act in ADDING:
        return redirect("reports:review-deal", seat.review.pk, seat.place)
    return go_on(seat.review, seat.place)


def go_on(review, place=0):
    """To the next deal that needs a decision, to the minutes when there is none."""
    following = Standing.of(review).next_open(place)
    return redirect("reports:review-deal", review.pk, following) if following else redirect("reports:review", review.pk)


def to_minutes(request, pk, on_paper=False):
    """The minutes as far as this person may read them, on the screen or on paper."""
    require(request.user, "review.hold")
    named = Review.objects.visible_to(request.user).select_related("owner", "team", "pipeline", "rep")
    review = get_object_or_404(named, pk=pk)
    context = {"review": review, "minutes": minutes_of(review, request.user)}
    if on_paper:
        return print_minutes(request, context)
    is_own = review.owner_id == request.user.pk
    following = Standing.of(review).next_open() if is_own and not review.ended_at else None
    return render(request, "reports/review/minutes.html", context | {"is_own": is_own, "following": following})


def print_minutes(request, context):
    try:
        pdf = paper_of("reports/review/paper.html", context)
    except PaperMissing as missing:
        return HttpResponse(str(missing), status=UNAVAILABLE, content_type="text/plain; charset=utf-8")
    name = f"kariz-review-{context['review'].began_at:%Y-%m-%d}.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
