"""How what happened reads. Each app says it in its `sentences.py`, one entry per verb:

    say("deal.moved", _("{actor} moved the deal from {old} to {new}"), icon="swap",
        words=lambda event: {"old": event.details["from_name"], "new": event.details["to_name"]},
        note=lambda event: event.details.get("reason", ""))

A sentence is whole, so that a translator can turn it round; {actor} is the person's name. Words not given come from the
event's details. Every word is escaped and set in bold.
"""

from collections.abc import Callable
from dataclasses import dataclass
from string import Formatter
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from timeline.causes import rule_of

NOTES, CHANGES, QUIET = "notes", "changes", "quiet"
registry = {}
parts = set()


@dataclass(frozen=True)
class Sentence:
    """`kind` is the filter of the timeline that shows it: notes, changes, or quiet (never); `icon` names an icon."""

    text: Any
    icon: str
    kind: str
    words: Callable
    note: Callable


def say(verb, text, *, icon="pencil", kind=CHANGES, words=lambda event: {}, note=lambda event: ""):
    """Register how a verb reads; `words` and `note` are given the Event and must not ask the database."""
    registry[verb] = Sentence(text, icon, kind, words, note)


def belong_to_what_they_are_about(kind):
    """Register a kind of record, such as “followup”, that has no page of its own: who sees what it is about sees it."""
    parts.add(kind)


def sentence_of(verb):
    return registry.get(verb, UNSAID)


def spell_out(event, sentence):
    """The sentence as safe HTML, each word escaped and in bold; a word nobody gave reads as an ellipsis."""
    text = str(sentence.text)
    given = event.details | {"verb": event.verb.replace(".", " ")} | sentence.words(event)
    given["actor"] = actor_of(event)
    names = {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
    return format_html(text, **{name: bold(given.get(name, "…")) for name in names})


def actor_of(event):
    """Who did it: a person, a rule by its name, or Kariz itself."""
    if rule := rule_of(event):
        return _("The rule “%(rule)s”") % {"rule": rule}
    return event.actor.name if event.actor else "Kariz"


def bold(word):
    return format_html("<b>{}</b>", word)


def verbs_of(kind):
    """The verbs shown under a filter of the timeline."""
    return [verb for verb, sentence in registry.items() if sentence.kind == kind]


UNSAID = Sentence(_("{actor}: {verb}"), "pencil", CHANGES, lambda event: {}, lambda event: "")
