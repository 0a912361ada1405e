"""One deal of a review as its card shows it, and what may be decided of it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from pipeline.card_forms import quick_days
from pipeline.categories import CATEGORY
from pipeline.models import Category, Deal
from pipeline.queries.choices import choices_for
from pipeline.queries.deals import path_of
from pipeline.views.deal_page import stages_of
from reports.models import Decision
from reports.review.days import push_days, step_days
from reports.review.forms import (
    CommitForm,
    KeepForm,
    LoseInReviewForm,
    NoteForm,
    ParkInReviewForm,
    PromiseForm,
    PushForm,
)
from reports.review.rules import reasons_of, score_of
from timeline.queries import timeline_of

Choice = Decision.Choice
MOST_BEFORE = 3


@dataclass(frozen=True)
class Act:
    """Something to decide or to add: its form, its key, the right it asks for and where the forms are of a version."""

    name: str
    label: Any
    key: str
    icon: str
    form: type
    verb: str = "deal.edit"
    at_once: bool = False  # no question first
    of_stage: bool = False  # its version is that of the deal's standing
    does: Any = ""  # what its form's button says

    def version_of(self, deal):
        return deal.stage_version if self.of_stage else deal.version


ACTS = {
    act.name: act
    for act in [
        Act("keep", _("Keep"), "k", "check", KeepForm, at_once=True, does=_("Keep it")),
        Act("push", _("Push"), "p", "cal", PushForm, does=_("Push it")),
        Act("commit", _("Commit"), "c", "handshake", CommitForm, at_once=True, does=_("Commit it")),
        Act("park", _("Park"), "x", "pause", ParkInReviewForm, "deal.move", of_stage=True, does=_("Park it")),
        Act("lose", _("Lose"), "l", "x-circle", LoseInReviewForm, "deal.move", of_stage=True, does=_("Mark as lost")),
        Act("note", _("Note"), "n", "note", NoteForm, "deal.note", does=_("Save note")),
        Act("promise", _("Follow-up"), "f", "later", PromiseForm, "followup.edit", does=_("Ask for it")),
    ]
}
DECIDING = [act for act in ACTS.values() if act.name not in ("note", "promise")]
ADDING = [act for act in ACTS.values() if act.name in ("note", "promise")]


def deal_in_review(user, deal_id):
    """The deal with everything its card shows, None if this user may not see it."""
    seen = Deal.objects.visible_to(user).for_cards().annotate(counts_as=CATEGORY)
    return seen.select_related("pipeline", "contact", "learned", "owner__team", "lead").filter(pk=deal_id).first()


def card_of(review, item, deal, user):
    """What the card says of a deal."""
    told = list(Decision.objects.filter(review=review, deal_id=deal.pk).select_related("by"))
    talks = timeline_of(deal, user, kind="notes", limit=1)
    return {
        "reasons": reasons_of(item),
        "item": item,
        "score": score_of(item),
        "path": path_of(deal, choices_for(deal, stages_of(deal))),
        "counts_as": Category(deal.counts_as).label,
        "people": [member.contact for member in deal.committee.select_related("contact")[:6]],
        "talk": talks[0] if talks else None,
        "told": [one for one in told if one.choice in (Choice.NOTE, Choice.PROMISE)],
        "before": earlier(review, deal),
    }


def earlier(review, deal):
    """What earlier reviews decided of it, the latest first."""
    others = Decision.objects.filter(deal_id=deal.pk, taken_back=None).exclude(review=review)
    return list(others.exclude(choice__in=[Choice.NOTE, Choice.PROMISE, Choice.UNDO]).order_by("-pk")[:MOST_BEFORE])


def days_for(act, deal):
    """The days offered beside a form, each with its key."""
    days = {"push": push_days, "park": lambda _deal: quick_days(), "promise": lambda _deal: step_days()}
    return enumerate(days[act.name](deal), start=1) if act.name in days else []
