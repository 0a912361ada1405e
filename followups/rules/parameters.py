"""What a trigger or an act asks of an admin: a field of the form, and how its answer reads in a sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kit import formats

SMALL = {"class": "input sm"}


@dataclass(frozen=True)
class Parameter:
    """One thing to say: `make` gives its field, `say` the words for its answer, both from the Choices there are."""

    make: Callable
    say: Callable
    label: Any


def said_of(asks, given, choices):
    """{name: words} of what was answered, for a sentence."""
    return {name: PARAMETERS[name].say(given.get(name), choices) for name in asks}


def one_of(source, label, *, anything=""):
    """A choice from a list; with `anything` it may be left open, and says so with that word."""

    def make(choices):
        offered = [(str(value), name) for value, name in choices[source].items()]
        first = [("", anything)] if anything else []
        return forms.TypedChoiceField(
            label=label,
            choices=[*first, *offered],
            coerce=kinds(choices[source]),
            empty_value=None,
            required=not anything,
            error_messages={"required": gettext_lazy("Choose one."), "invalid_choice": gettext_lazy("Choose one.")},
        )

    def say(value, choices):
        gone = str(anything) if value is None and anything else _("one that is gone")
        return str(choices[source].get(value, gone))

    return Parameter(make, say, label)


def kinds(known):
    """Back from the text of a form to the value as it is kept."""
    values = {str(value): value for value in known}
    return values.get


def number(label, *, least, most, one, many, initial, none=""):
    """A whole number with its unit, one text for one and another for many; `none` is how 0 reads."""

    def make(_choices):
        return forms.IntegerField(label=label, min_value=least, max_value=most, initial=initial)

    def say(value, _choices):
        value = initial if value is None else value
        if value == 0 and none:
            return str(none)
        return ngettext(one, many, value) % {"count": formats.number(value)}

    return Parameter(make, say, label)


def text(label, *, most=200, required="", hint=""):
    def make(_choices):
        widget = forms.TextInput({"placeholder": hint} if hint else {})
        errors = {"required": required} if required else {}
        return forms.CharField(
            label=label, max_length=most, required=bool(required), widget=widget, error_messages=errors
        )

    return Parameter(make, lambda value, _choices: str(value or "…"), label)


def whom(label, fixed):
    """Somebody by their part, such as the owner, or one person by name."""

    def make(choices):
        people = [(str(pk), name) for pk, name in choices.people.items()]
        return forms.ChoiceField(label=label, choices=[*fixed.items(), *people])

    return Parameter(make, lambda value, choices: str(fixed.get(value) or person(value, choices)), label)


def person(value, choices):
    named = choices.everybody.get(int(value)) if str(value or "").isdigit() else None
    return named or _("somebody who left")


def several_people(label):
    def make(choices):
        people = [(str(pk), name) for pk, name in choices.people.items()]
        errors = {"required": gettext_lazy("Tick at least one person.")}
        return forms.TypedMultipleChoiceField(
            label=label, choices=people, coerce=int, widget=forms.CheckboxSelectMultiple, error_messages=errors
        )

    def say(value, choices):
        return ", ".join(person(pk, choices) for pk in value or []) or _("nobody")

    return Parameter(make, say, label)


SOMEBODY = {"owner": gettext_lazy("its owner"), "manager": gettext_lazy("the owner’s manager")}
DAYS = {"one": "%(count)s day", "many": "%(count)s days"}
PARAMETERS = {
    "stage": one_of("stages", gettext_lazy("Stage")),
    "days": number(gettext_lazy("Days"), least=1, most=365, initial=7, **DAYS),
    "deal_field": one_of("deal_fields", gettext_lazy("Field")),
    "lead_field": one_of("lead_fields", gettext_lazy("Field")),
    "any_label": one_of("labels", gettext_lazy("Label"), anything=gettext_lazy("any label")),
    "any_kind": one_of("kinds", gettext_lazy("Kind"), anything=gettext_lazy("follow-up")),
    "proposal": one_of("proposals", gettext_lazy("Proposal")),
    "outcome": text(gettext_lazy("Outcome contains"), most=80, hint=gettext_lazy("any outcome")),
    "kind": one_of("kinds", gettext_lazy("Kind")),
    "title": text(gettext_lazy("What to do"), required=gettext_lazy("Say what to do, such as “Send the recap”.")),
    "working_days": number(
        gettext_lazy("Working days later"),
        least=0,
        most=260,
        initial=2,
        one="in %(count)s working day",
        many="in %(count)s working days",
        none=gettext_lazy("the same working day"),
    ),
    "for": whom(gettext_lazy("For"), {"owner": SOMEBODY["owner"]}),
    "template": one_of("templates", gettext_lazy("Letter")),
    "sequence": one_of("sequences", gettext_lazy("Sequence")),
    "label": one_of("labels", gettext_lazy("Label")),
    "person": one_of("people", gettext_lazy("Person")),
    "people": several_people(gettext_lazy("One of these")),
    "to_stage": one_of("stages", gettext_lazy("Stage")),
    "whom": whom(gettext_lazy("Whom"), SOMEBODY),
    "text": text(gettext_lazy("What to say"), most=250, required=gettext_lazy("Say what they should read.")),
    "endpoint": one_of("endpoints", gettext_lazy("Address")),
}
