"""The acts that may be done to many deals: what each is called, asks for, does and says afterwards."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit import formats
from pipeline.actions import edit_deals, lose_deals, move_deals, park_deals, redate_deals, unpark_deals
from pipeline.bin.actions import throw_deals_away
from pipeline.bulk_forms import (
    AssignManyForm,
    CloseManyForm,
    LabelManyForm,
    LoseManyForm,
    ManyForm,
    MonthManyForm,
    MoveManyForm,
    ParkManyForm,
    ThrowManyForm,
)
from pipeline.gates import stages_with_gates
from pipeline.queries.bulk import choices_for_many
from pipeline.queries.months import day_in, months


@dataclass(frozen=True)
class ManyAct:
    """One act: `form` asks for what it needs, `do(deals, asked, by)` returns the Report, `said` are its words."""

    name: str
    form: type
    do: Callable
    heads: Callable
    said: Callable
    right: str = "deal.edit"
    offers: Callable = lambda deals: []

    def heading(self, count):
        return self.heads(count) % {"count": formats.number(count)}

    def words(self, report, asked):
        """What was done, as the toast says it."""
        count, same = len(report.changed), len(report.unchanged)
        if not count:
            return _("Nothing to change: all of them are so already.") if same else _("Nothing was changed.")
        words = self.said(count, asked) % {"count": formats.number(count)}
        return f"{words}, {unchanged(same)}" if same else words

    def choices(self, deals):
        return self.offers(deals)


def stages_for(deals):
    """Every stage of the deals' pipelines with what it asks of them."""
    pipelines = dict.fromkeys(deal.pipeline_id for deal in deals)
    return [choice for pk in pipelines for choice in choices_for_many(deals, stages_with_gates(pk))]


def move(deals, asked, *, by):
    kept = {name: asked[name] for name in ("between", "seen", "bulk")}
    return move_deals(deals, to=asked["stage"], facts=asked.get("facts"), by=by, **kept)


def assign(deals, asked, *, by):
    return edit_deals(deals, owner=asked["owner"], bulk=asked["bulk"], by=by)


def label(deals, asked, *, by):
    return edit_deals(deals, label=asked["label"], bulk=asked["bulk"], by=by)


def close(deals, asked, *, by):
    return edit_deals(deals, expected_close=asked["expected_close"], bulk=asked["bulk"], by=by)


def put_off(deals, asked, *, by):
    column = next(one for one in months() if one.key == asked["stage"])
    return redate_deals(deals, day_of=lambda deal: day_in(column, deal.expected_close), bulk=asked["bulk"], by=by)


def park(deals, asked, *, by):
    kept = {name: asked[name] for name in ("until", "reason", "seen", "bulk")}
    return park_deals(deals, by=by, **kept)


def wake(deals, asked, *, by):
    return unpark_deals(deals, seen=asked["seen"], bulk=asked["bulk"], by=by)


def lose(deals, asked, *, by):
    kept = {name: asked[name] for name in ("reason", "note", "lost_to", "seen", "bulk")}
    return lose_deals(deals, by=by, **kept)


def throw(deals, asked, *, by):
    return throw_deals_away(deals, note=asked["note"], bulk=asked["bulk"], by=by)


def unchanged(count):
    words = ngettext("%(count)s needed no change", "%(count)s needed no change", count)
    return words % {"count": formats.number(count)}


def moved(count, asked):
    words = ngettext("Moved %(count)s deal to {stage}", "Moved %(count)s deals to {stage}", count)
    return words.format(stage=escaped(asked["stage"]))


def assigned(count, asked):
    words = ngettext("Gave %(count)s deal to {owner}", "Gave %(count)s deals to {owner}", count)
    return words.format(owner=escaped(asked["owner"].name))


def labelled(count, asked):
    if not asked["label"]:
        return ngettext("Took the label off %(count)s deal", "Took the label off %(count)s deals", count)
    words = ngettext("Labelled %(count)s deal {label}", "Labelled %(count)s deals {label}", count)
    return words.format(label=escaped(asked["label"].name))


def dated(count, _asked):
    return ngettext("Gave %(count)s deal another close date", "Gave %(count)s deals another close date", count)


def parked(count, asked):
    words = ngettext("Parked %(count)s deal until {day}", "Parked %(count)s deals until {day}", count)
    return words.format(day=formats.day(asked["until"]))


def woken(count, _asked):
    return ngettext("Woke %(count)s deal", "Woke %(count)s deals", count)


def lost(count, _asked):
    return ngettext("Marked %(count)s deal as lost", "Marked %(count)s deals as lost", count)


def thrown(count, _asked):
    return ngettext("Threw away %(count)s deal", "Threw away %(count)s deals", count)


def escaped(words):
    return str(words).replace("%", "%%")


ACTS = {
    act.name: act
    for act in (
        ManyAct(
            "move",
            MoveManyForm,
            move,
            lambda count: ngettext("Move %(count)s deal to…", "Move %(count)s deals to…", count),
            moved,
            right="deal.move",
            offers=stages_for,
        ),
        ManyAct(
            "assign",
            AssignManyForm,
            assign,
            lambda count: ngettext("Assign %(count)s deal", "Assign %(count)s deals", count),
            assigned,
        ),
        ManyAct(
            "label",
            LabelManyForm,
            label,
            lambda count: ngettext("Label %(count)s deal", "Label %(count)s deals", count),
            labelled,
        ),
        ManyAct(
            "close",
            CloseManyForm,
            close,
            lambda count: ngettext(
                "Set the close date of %(count)s deal", "Set the close date of %(count)s deals", count
            ),
            dated,
        ),
        ManyAct("month", MonthManyForm, put_off, lambda count: _("Close in…"), dated),
        ManyAct(
            "park",
            ParkManyForm,
            park,
            lambda count: ngettext("Park %(count)s deal", "Park %(count)s deals", count),
            parked,
            right="deal.move",
        ),
        ManyAct(
            "wake",
            ManyForm,
            wake,
            lambda count: ngettext("Wake %(count)s deal", "Wake %(count)s deals", count),
            woken,
            right="deal.move",
        ),
        ManyAct(
            "lose",
            LoseManyForm,
            lose,
            lambda count: ngettext("Mark %(count)s deal as lost", "Mark %(count)s deals as lost", count),
            lost,
            right="deal.move",
        ),
        ManyAct(
            "throw",
            ThrowManyForm,
            throw,
            lambda count: ngettext("Throw away %(count)s deal", "Throw away %(count)s deals", count),
            thrown,
            right="record.throw_away",
        ),
    )
}
