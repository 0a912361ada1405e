"""Hold a review: begin it, decide of one deal after the other through what the house does anyway, and end it.

A decision holds the row of its review first, then whatever its act locks.
"""

from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Workspace
from followups.actions.planning import plan_follow_up
from pipeline.actions import edit_deal, lose_deal, note_on_deal, park_deal, undo
from pipeline.actions.places import lock_deal
from pipeline.categories import CATEGORY
from pipeline.models import Category, Deal
from reports.models import Decision, Review
from reports.review.agenda import agenda_of
from reports.review.standing import standing_decision
from timeline.log import record
from timeline.models import Event, subject_key

Choice = Decision.Choice


class CannotDecide(Exception):
    """Why this is not decided, or not taken back, in one sentence."""


@transaction.atomic
def begin_review(scope, *, by, op):
    """Begin a review of what a Scope means, over the deals that need a decision now; the same `op` begins it once.

    CannotDecide: nothing needs one.
    """
    if begun := Review.objects.filter(op=op).first():
        return own(begun, begun.owner_id, by)
    agenda = agenda_of(scope)
    if not agenda.items:
        raise CannotDecide(_("Nothing here needs a decision. Choose other deals, or come back next week."))
    review = Review(
        owner=by,
        team=scope.team,
        pipeline=scope.pipeline,
        rep=scope.owner,
        currency=Workspace.objects.get().currency,
        agenda=agenda.items,
        more=agenda.more,
        op=op,
    )
    try:
        with transaction.atomic():
            review.save()
    except IntegrityError:  # the same form, sent twice at once
        begun = Review.objects.get(op=op)
        return own(begun, begun.owner_id, by)
    record("review.began", review, by=by, details={"count": len(agenda.items)}, owner=by)
    return review


@transaction.atomic
def end_review(review, *, by):
    """End a review; ended again, it stays as it ended."""
    review = Review.objects.select_for_update().get(pk=review.pk)
    if not review.ended_at:
        review.ended_at = timezone.now()
        review.save(update_fields=["ended_at"])
        record("review.ended", review, by=by, owner=by)
    return review


def keep_deal(review, deal, *, by, op, note=""):
    """Leave a deal as it is, knowingly."""
    return decide(review, deal, Choice.KEEP, None, by=by, op=op, note=note)


def push_deal(review, deal, *, expected_close, by, op, note="", version=None):
    """Put the close date off; raises EditedMeanwhile."""

    def act(deal):
        return edit(deal, by=by, version=version, expected_close=expected_close)

    return decide(review, deal, Choice.PUSH, act, by=by, op=op, note=note)


def commit_deal(review, deal, *, by, op, note="", version=None):
    """Promise a deal for its period; raises EditedMeanwhile."""

    def act(deal):
        return edit(deal, by=by, version=version, category=Category.COMMIT.value)

    return decide(review, deal, Choice.COMMIT, act, by=by, op=op, note=note)


def park_in_review(review, deal, *, until, reason, by, op, version=None):
    """Let a deal rest until a day; raises CannotPark or MovedMeanwhile."""

    def act(deal):
        return park_deal(deal, until=until, reason=reason, by=by, version=version).event

    return decide(review, deal, Choice.PARK, act, by=by, op=op, note=reason)


def lose_in_review(review, deal, *, reason, note="", lost_to=None, by, op, version=None):
    """Give a deal up, with a reason; raises MovedMeanwhile."""

    def act(deal):
        return lose_deal(deal, reason=reason, note=note, lost_to=lost_to, by=by, version=version).event

    words = " · ".join(filter(None, [reason.name, lost_to and lost_to.name, note]))
    return decide(review, deal, Choice.LOSE, act, by=by, op=op, note=words)


def edit(deal, *, by, version, **facts):
    """The event of the edit, None where the facts were so already."""
    deal = lock_deal(deal)
    refuse_closed(deal)
    seen = deal.version
    deal = edit_deal(deal, by=by, version=version, **facts)
    written = Event.objects.filter(subject=subject_key(deal), verb="deal.edited", details__version=deal.version)
    return written.last() if deal.version != seen else None


def decide(review, deal, choice, act, *, by, op, note):
    """Do what was decided and write the decision down, in the review and on the deal's timeline; once for an `op`."""
    with transaction.atomic():
        review = hold(review)
        if done := decision_of(op, by):
            return done
        refuse_what_is_over(review)
        deal, before = standing_of(deal.pk)
        refuse_closed(deal)
        if standing := standing_decision(review, deal.pk):
            said = {"choice": standing.get_choice_display()}
            raise CannotDecide(_("It was decided already: %(choice)s. Take that back first.") % said)
        event = act(deal) if act else None
        _deal, after = standing_of(deal.pk)
        words = {"note": note, "review": review.pk}
        mark = record(f"review.{choice}", deal, by=by, about=(deal.company,), details=words, owner=deal.owner)
        return write(review, deal, choice, note, by=by, op=op, before=before, after=after, event=event, mark=mark)


def note_in_review(review, deal, *, text, by, op):
    """Write a note on the deal; it stands in the minutes, too."""

    def act(deal):
        return note_on_deal(deal, text=text, by=by)

    return add(review, deal, Choice.NOTE, act, text, by=by, op=op)


def promise_in_review(review, deal, *, title, due_at, by, op):
    """Ask a next step of the deal's owner; it stands in the minutes, too."""
    after = {"due": due_at.isoformat(), "owner": deal.owner.name}

    def act(deal):
        plan_follow_up(about=deal, kind=None, title=title, due_at=due_at, any_time=True, owner=deal.owner, by=by)

    return add(review, deal, Choice.PROMISE, act, title, by=by, op=op, after=after)


def add(review, deal, choice, act, words, *, by, op, after=None):
    with transaction.atomic():
        review = hold(review)
        if done := decision_of(op, by):
            return done
        refuse_what_is_over(review)
        event = act(deal)
        return write(review, deal, choice, words, by=by, op=op, after=after or {}, event=event)


def undo_decision(decision, *, by, op):
    """Take a decision back, and what it did with it; raises CannotUndo where the deal has gone on since."""
    with transaction.atomic():
        review = hold(decision.review)
        if done := decision_of(op, by):
            return done
        refuse_what_is_over(review)
        standing = standing_decision(review, decision.deal_id)
        if standing is None or standing.pk != decision.pk:
            raise CannotDecide(_("This was taken back already."))
        deal, before = standing_of(decision.deal_id)
        take_back(decision, by=by)
        first = Event.objects.get(pk=decision.mark_id)
        mark = record("review.undone", deal, by=by, owner=deal.owner, undoes=first)
        deal, after = standing_of(deal.pk)
        return write(
            review, deal, Choice.UNDO, "", by=by, op=op, before=before, after=after, mark=mark, undoes=decision
        )


def take_back(decision, *, by):
    """Undo what the decision did, unless somebody has done that on the deal's own page."""
    event = Event.objects.filter(pk=decision.event_id).first()
    if event and not event.undone_by_id:
        undo(event, by=by)


def hold(review):
    return Review.objects.select_for_update(of=("self",)).get(pk=review.pk)


def refuse_what_is_over(review):
    if review.ended_at:
        raise CannotDecide(_("This review is over. Change the deal on its own page, or begin a new review."))


def refuse_closed(deal):
    if deal.status != Deal.Status.OPEN:
        raise CannotDecide(_("This deal is closed by now. Go on with the next."))


def decision_of(op, by):
    """The decision this operation already made, or None; an operation id belongs to one person."""
    done = Decision.objects.filter(op=op).first()
    return done and own(done, done.by_id, by)


def own(done, whose, by):
    if whose != by.pk:
        raise SuspiciousOperation("This operation id is taken.")
    return done


def standing_of(deal_id):
    """The deal as it is now, and what the minutes compare of it."""
    deals = Deal.objects.select_related("stage", "owner__team", "company", "lead", "pipeline")
    deal = deals.annotate(counts_as=CATEGORY).get(pk=deal_id)
    return deal, {
        "stage": deal.stage.name,
        "close": deal.expected_close and deal.expected_close.isoformat(),
        "category": deal.counts_as,
        "parked": deal.parked_until and deal.parked_until.isoformat(),
        "status": deal.status,
    }


def write(review, deal, choice, note, *, by, op, event=None, mark=None, **more):
    return Decision.objects.create(
        review=review,
        deal_id=deal.pk,
        title=deal.title,
        choice=choice,
        note=note,
        by=by,
        base_amount=deal.base_amount,
        event_id=event and event.pk,
        mark_id=mark and mark.pk,
        op=op,
        **more,
    )
