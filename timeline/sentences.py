"""How what happened reads. Each app says it in its `sentences.py`, one entry per verb:

    say("deal.moved", _("{actor} moved the deal from {old} to {new}"), icon="swap",
        words=lambda event: {"old": event.details["from_name"], "new": event.details["to_name"]},
        note=lambda event: event.details.get("reason", ""))

A sentence is whole, so that a translator can turn it round; {actor} is the person's name. Words not given come from the
event's details. Every word is escaped and set in bold; a `tail` follows in plain words, as “, 22 min”. A verb says by
its `kind` under which filter of the timeline it is found.
"""

from collections.abc import Callable
from dataclasses import dataclass
from string import Formatter
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from timeline.causes import rule_of

NOTES, CALLS, EMAILS, MEETINGS, PROPOSALS = "notes", "calls", "emails", "meetings", "proposals"
CHANGES, QUIET = "changes", "quiet"
registry = {}
parts = set()
filters = {
    NOTES: _("Notes"),
    CALLS: _("Calls"),
    EMAILS: _("Emails"),
    MEETINGS: _("Meetings"),
    PROPOSALS: _("Proposals"),
    CHANGES: _("Changes"),
}


@dataclass(frozen=True)
class Sentence:
    """How a verb reads: `kind` is one of the `filters` of the timeline, or quiet (never shown); `icon` names an icon.

    The note of what `is_written` are somebody's own words, with Markdown; `is_signed` says who did it below them.
    """

    text: Any
    icon: str
    kind: str
    words: Callable
    note: Callable
    tail: Callable
    is_written: bool = False
    is_signed: bool = False


def nothing(event):
    return ""


def say(verb, text, *, icon="pencil", kind=CHANGES, words=lambda event: {}, note=nothing, tail=nothing, **more):
    """Register how a verb reads; `words`, `note` and `tail` are given the Event and must not ask the database."""
    registry[verb] = Sentence(text, icon, kind, words, note, tail, **more)


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
    said = format_html(text, **{name: bold(given.get(name, "…")) for name in names})
    tail = sentence.tail(event)
    return format_html("{}{}", said, tail) if tail else said


def actor_of(event):
    """Who did it: a person, a rule by its name, or Kariz itself."""
    if rule := rule_of(event):
        return _("The rule “%(rule)s”") % {"rule": rule}
    return event.actor.name if event.actor else "Kariz"


def bold(word):
    return format_html("<b>{}</b>", word)


def verbs_of(kind):
    """The verbs that said they belong to a filter of the timeline."""
    return [verb for verb, sentence in registry.items() if sentence.kind == kind]


def verbs_under(kind):
    """(True, the verbs a filter shows), or (False, those it hides): of all only the quiet, of changes all others."""
    if kind in filters and kind != CHANGES:
        return True, verbs_of(kind)
    hidden = [*filters, QUIET] if kind == CHANGES else [QUIET]
    return False, [verb for verb, sentence in registry.items() if sentence.kind in hidden and sentence.kind != CHANGES]


def said_verbs():
    """The verbs by which something was said: notes, calls, letters, meetings."""
    return [verb for kind in (NOTES, CALLS, EMAILS, MEETINGS) for verb in verbs_of(kind)]


def reply_verbs():
    """The verbs of words written below other words; they stand there, and in no filter."""
    return [verb for verb in registry if verb.endswith(".replied")]


UNSAID = Sentence(_("{actor}: {verb}"), "pencil", CHANGES, lambda event: {}, nothing, nothing)
