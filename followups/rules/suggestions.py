"""Rules that most teams like to begin with, each a click away; the texts are in the language of who adds them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.actions.kinds import set_up_kinds
from pipeline.models import Stage


@dataclass(frozen=True)
class Suggestion:
    """A rule to begin with: `facts` makes what add_rule needs, or None where the house has no place for it."""

    key: str
    name: Any
    about: str
    facts: Callable


def suggestions(rules):
    """The suggestions nobody has taken up yet, each with the rule it would make, not saved."""
    taken = {rule.name for rule in rules}
    found = [(one, one.facts()) for one in SUGGESTIONS if str(one.name) not in taken]
    return [(one, facts) for one, facts in found if facts]


def find(key):
    return next((one for one in SUGGESTIONS if one.key == key), None)


def call(title, days):
    kinds = set_up_kinds()
    phone = next((kind for kind in kinds if kind.icon == "phone"), kinds[0])
    return {"act": "plan", "given": {"kind": phone.pk, "title": title, "working_days": days, "for": "owner"}}


def word(whom, text):
    return {"act": "tell", "given": {"whom": whom, "text": text}}


def big_deals():
    """Big deals in the last open stage but one."""
    stages = list(Stage.objects.standing().filter(kind=Stage.Kind.OPEN, pipeline__retired_at=None))
    if not stages:
        return None
    first = [stage for stage in stages if stage.pipeline_id == stages[0].pipeline_id]
    return {
        "trigger": "stage.entered",
        "stage": first[-2] if len(first) > 1 else first[-1],
        "conditions": [{"fact": "base_amount", "is": "at_least", "value": "50000"}],
        "acts": [call(_("Call about the proposal"), 2)],
    }


def adrift():
    text = _("has had no next step for three days")
    return {"trigger": "deal.adrift", "parameters": {"days": 3}, "acts": [word("owner", text)]}


def silent():
    return {"trigger": "deal.idle", "parameters": {"days": 14}, "acts": [call(_("Ask how things stand"), 1)]}


def missed():
    text = _("a follow-up is two days overdue")
    return {"trigger": "deal.missed", "parameters": {"days": 2}, "acts": [word("manager", text)]}


def promoted():
    return {"trigger": "lead.promoted", "acts": [call(_("Call while it is warm"), 0)]}


def won():
    return {"trigger": "deal.won", "acts": [call(_("Say thank you, and ask how it starts"), 5)]}


SUGGESTIONS = [
    Suggestion("big", gettext_lazy("Big deals get a call"), "deal", big_deals),
    Suggestion("adrift", gettext_lazy("Nothing stays without a next step"), "deal", adrift),
    Suggestion("silent", gettext_lazy("Silent deals are asked"), "deal", silent),
    Suggestion("missed", gettext_lazy("Managers hear of missed follow-ups"), "deal", missed),
    Suggestion("promoted", gettext_lazy("Warm leads are called the same day"), "lead", promoted),
    Suggestion("won", gettext_lazy("New customers are thanked"), "deal", won),
]
