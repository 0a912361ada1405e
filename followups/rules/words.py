"""Rules read aloud: “When a deal enters Proposal, if Value is at least €50,000, then plan “Call” in 2 working days.”"""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.queries import find_workspace
from followups.rules.acts import registry as acts
from followups.rules.parameters import said_of
from followups.rules.triggers import trigger_of
from kit import formats
from leads.scoring.condition_forms import TESTS, in_words

WHOLE = {
    "deal": gettext_lazy("When a deal %(when)s, then %(then)s."),
    "lead": gettext_lazy("When a lead %(when)s, then %(then)s."),
}
WITH_IF = {
    "deal": gettext_lazy("When a deal %(when)s, if %(if)s, then %(then)s."),
    "lead": gettext_lazy("When a lead %(when)s, if %(if)s, then %(then)s."),
}


def sentence_of(rule, choices, known):
    """The whole rule in one sentence; `choices` name what it names, `known` are the facts of its conditions."""
    then = _(", then ").join(act_words(one, choices) for one in rule.acts) or "…"
    words = {"when": when_words(rule, choices), "if": if_words(rule, known), "then": then}
    return (WITH_IF if rule.conditions else WHOLE)[rule.about] % words


def when_words(rule, choices):
    """“enters Proposal”."""
    trigger = trigger_of(rule)
    if trigger is None:
        return "…"
    given = rule.parameters | {"stage": rule.stage_id}
    return str(trigger.name) % said_of(trigger.asks, given, choices)


def if_words(rule, known):
    return _(" and ").join(condition_words(one, known) for one in rule.conditions)


def condition_words(one, known):
    """One condition; a value reads as money."""
    fact = known.get(one["fact"])
    if fact is None or fact.key != "base_amount" or one.get("value") is None:
        return in_words(one, known)
    money = formats.money(Decimal(one["value"]), find_workspace.get().currency)
    return f"{fact.name} {TESTS[one['is']]} {money}"


def act_words(one, choices):
    """“plan “Call” (Call) in 2 working days for its owner”."""
    act = acts.get(one["act"])
    return str(act.name) % said_of(act.asks, one.get("given", {}), choices) if act else _("do what is no longer there")
