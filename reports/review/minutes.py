"""The minutes of a review: for each deal what was decided, from what to what, and what that adds up to."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from kit import formats
from pipeline.models import Category
from reports.models import Decision
from reports.review.agenda import deals_of
from reports.review.rules import reasons_of
from reports.review.standing import DECISIONS

Choice = Decision.Choice


@dataclass(frozen=True)
class Line:
    """One deal of the agenda, with the decision that stands (or None) and what else was said of it."""

    place: int
    deal: object
    reasons: list
    decision: Decision | None
    taken_back: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    promises: list = field(default_factory=list)

    @property
    def before(self):
        return moved(self.decision)[0] if self.decision else ""

    @property
    def after(self):
        return moved(self.decision)[1] if self.decision else ""


@dataclass(frozen=True)
class Total:
    """How many deals were decided one way, and what they are worth together."""

    choice: str
    name: str
    count: int
    amount: Decimal


@dataclass(frozen=True)
class Minutes:
    """What a review came to, as far as its reader may see the deals; `hidden` is how many they may not."""

    review: object
    lines: list
    totals: list
    hidden: int

    @property
    def decided(self):
        return [line for line in self.lines if line.decision]

    @property
    def left(self):
        return [line for line in self.lines if not line.decision]

    @property
    def promises(self):
        return [promise for line in self.lines for promise in line.promises]


def minutes_of(review, user):
    """The minutes as this user may read them."""
    deals = deals_of(review.agenda, user)
    told = list(review.decisions.select_related("by", "taken_back"))
    lines = [
        line_of(place, item, deals[item["deal"]], [one for one in told if one.deal_id == item["deal"]])
        for place, item in enumerate(review.agenda, start=1)
        if item["deal"] in deals
    ]
    standing = [line.decision for line in lines if line.decision]
    return Minutes(review, lines, totals_of(standing), len(review.agenda) - len(lines))


def line_of(place, item, deal, told):
    decisions = [one for one in told if one.choice in DECISIONS]
    return Line(
        place=place,
        deal=deal,
        reasons=reasons_of(item),
        decision=next((one for one in decisions if stands(one)), None),
        taken_back=[one for one in decisions if not stands(one)],
        notes=[one for one in told if one.choice == Choice.NOTE],
        promises=[promise_of(one) for one in told if one.choice == Choice.PROMISE],
    )


def stands(decision):
    return not hasattr(decision, "taken_back")


@dataclass(frozen=True)
class Promise:
    """A next step somebody was asked for."""

    title: str
    owner: str
    due: datetime
    deal: str


def promise_of(decision):
    due = datetime.fromisoformat(decision.after["due"])
    return Promise(decision.note, decision.after["owner"], due, decision.title)


def totals_of(decisions):
    chosen = {choice: [one for one in decisions if one.choice == choice] for choice in DECISIONS}
    return [
        Total(choice, choice.label, len(made), sum((one.base_amount for one in made), Decimal(0)))
        for choice, made in chosen.items()
    ]


def moved(decision):
    """What a decision changed, as (before, after) in words; of what was kept only how it stood."""
    before, after = decision.before, decision.after
    match decision.choice:
        case Choice.PUSH:
            return day_of(before["close"]), day_of(after["close"])
        case Choice.COMMIT:
            return Category(before["category"]).label, Category(after["category"]).label
        case Choice.PARK:
            return parked_of(before["parked"]), parked_of(after["parked"])
        case Choice.LOSE:
            return before["stage"], _("Lost")
    return before["stage"], ""


def day_of(said):
    return formats.day(date.fromisoformat(said)) if said else _("No date")


def parked_of(said):
    return _("Parked until %(day)s") % {"day": day_of(said)} if said else _("Awake")
