"""The acts that may be done to many leads: what each is called, asks for, does and says afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kit import formats
from leads.actions import assign_lead, bring_back, disqualify, edit_lead, recycle, take_lead
from leads.actions.bulk import act_on_leads
from leads.bulk_forms import AssignManyForm, LabelManyForm, ManyForm, NotAFitManyForm, RecycleManyForm

WORKED = ("inbox", "mine", "unassigned")
acts = {}


@dataclass(frozen=True)
class ManyAct:
    """One act: `form` asks for what it needs, `one(lead, asked, by)` does it to one lead, `said` are its words.

    It writes `verb`, with the facts `wrote(asked, by)`. `tabs` are those whose leads the bar offers it for; what
    `asks_nothing` is done at once.
    """

    name: str
    title: Any
    icon: str
    verb: str
    form: type
    one: Callable
    heads: Callable
    said: Callable
    wrote: Callable = lambda asked, by: {}
    right: str = "lead.edit"
    tabs: tuple = WORKED
    asks_nothing: bool = False
    is_grave: bool = False

    def do(self, leads, asked, *, by):
        """Do it to every lead that may, and report."""
        one = lambda lead: self.one(lead, asked, by)  # noqa: E731 (what the act is for each of them)
        kept = {"verb": self.verb, "wrote": self.wrote(asked, by), "bulk": asked["bulk"]}
        return act_on_leads(leads, one, by=by, **kept)

    def heading(self, count):
        return self.heads(count) % {"count": formats.number(count)}

    def words(self, report, asked):
        """What was done, as the toast says it."""
        changed, same = report.changed, len(report.unchanged)
        if not changed:
            return _("Nothing to change: all of them are so already.") if same else _("Nothing was changed.")
        named = {"count": formats.number(len(changed)), "name": changed[0].lead.name}
        words = self.said(len(changed), asked) % named
        return f"{words}, {unchanged(same)}" if same else words


def offer(act):
    """Let this be done to many leads; the floors above have acts of their own."""
    acts[act.name] = act


def acts_for(tab):
    """The acts the bar offers over the leads of a tab."""
    return [act for act in acts.values() if tab in act.tabs]


def unchanged(count):
    words = ngettext("%(count)s needed no change", "%(count)s needed no change", count)
    return words % {"count": formats.number(count)}


def assigned(count, asked):
    if not asked["owner"]:
        return ngettext("%(name)s is everybody’s again", "%(count)s leads are everybody’s again", count)
    words = ngettext("Gave %(name)s to {owner}", "Gave %(count)s leads to {owner}", count)
    return words.format(owner=escaped(asked["owner"].name))


def labelled(count, asked):
    if not asked["label"]:
        return ngettext("Took the label off %(name)s", "Took the label off %(count)s leads", count)
    words = ngettext("Labelled %(name)s {label}", "Labelled %(count)s leads {label}", count)
    return words.format(label=escaped(asked["label"].name))


def rested(count, asked):
    words = ngettext("%(name)s rests until {day}", "%(count)s leads rest until {day}", count)
    return words.format(day=escaped(formats.day(asked["until"])))


def escaped(words):
    return str(words).replace("%", "%%")


offer(
    ManyAct(
        "take",
        gettext_lazy("Take it"),
        "user",
        "lead.taken",
        ManyForm,
        lambda lead, asked, by: take_lead(lead, by=by),
        lambda count: ngettext("Take %(count)s lead", "Take %(count)s leads", count),
        lambda count, asked: ngettext("%(name)s is yours", "%(count)s leads are yours", count),
        wrote=lambda asked, by: {"owner": by.pk},
        tabs=("unassigned",),
        asks_nothing=True,
    )
)
offer(
    ManyAct(
        "assign",
        gettext_lazy("Assign"),
        "user",
        "lead.assigned",
        AssignManyForm,
        lambda lead, asked, by: assign_lead(lead, owner=asked["owner"], by=by),
        lambda count: ngettext("Assign %(count)s lead", "Assign %(count)s leads", count),
        assigned,
        wrote=lambda asked, by: {"owner": asked["owner"] and asked["owner"].pk},
        tabs=(*WORKED, "nurture"),
    )
)
offer(
    ManyAct(
        "label",
        gettext_lazy("Label"),
        "tag",
        "lead.edited",
        LabelManyForm,
        lambda lead, asked, by: edit_lead(lead, by=by, version=lead.version, label=asked["label"]),
        lambda count: ngettext("Label %(count)s lead", "Label %(count)s leads", count),
        labelled,
        wrote=lambda asked, by: {"label": asked["label"] and asked["label"].pk},
        tabs=(*WORKED, "nurture"),
    )
)
offer(
    ManyAct(
        "recycle",
        gettext_lazy("Recycle"),
        "repeat",
        "lead.recycled",
        RecycleManyForm,
        lambda lead, asked, by: recycle(lead, until=asked["until"], reason=asked["reason"], by=by),
        lambda count: ngettext("Let %(count)s lead rest", "Let %(count)s leads rest", count),
        rested,
        wrote=lambda asked, by: {"returns_on": asked["until"].isoformat(), "status_reason": asked["reason"]},
        tabs=(*WORKED, "nurture"),
    )
)
offer(
    ManyAct(
        "not-a-fit",
        gettext_lazy("Not a fit"),
        "x-circle",
        "lead.disqualified",
        NotAFitManyForm,
        lambda lead, asked, by: disqualify(lead, reason=asked["reason"], by=by),
        lambda count: ngettext("Not a fit: %(count)s lead", "Not a fit: %(count)s leads", count),
        lambda count, asked: ngettext("%(name)s is not a fit", "%(count)s leads are not a fit", count),
        wrote=lambda asked, by: {"status_reason": asked["reason"]},
        tabs=(*WORKED, "nurture"),
        is_grave=True,
    )
)
offer(
    ManyAct(
        "bring-back",
        gettext_lazy("Bring back"),
        "undo",
        "lead.returned",
        ManyForm,
        lambda lead, asked, by: bring_back(lead, by=by),
        lambda count: ngettext("Bring back %(count)s lead", "Bring back %(count)s leads", count),
        lambda count, asked: ngettext("%(name)s is back in the inbox", "%(count)s leads are back in the inbox", count),
        tabs=("not-a-fit", "nurture"),
        asks_nothing=True,
    )
)
