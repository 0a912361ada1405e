"""How what happened to follow-ups reads."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kit import formats
from timeline.sentences import NOTES, QUIET, belong_to_what_they_are_about, say


def when(event):
    """The time that was agreed on, in the reader's zone."""
    due_at = event.details.get("due_at") or event.changes["due_at"][1]
    return {"when": said(datetime.fromisoformat(due_at))}


def said(due_at):
    return formats.day(due_at) if formats.is_any_time(due_at) else formats.moment_within(due_at)


def outcome(event):
    return event.details.get("outcome") or event.changes.get("outcome", ["", ""])[1]


def new_words(event):
    return {"new": event.changes.get("title", ["", event.details.get("title")])[1]}


def new_owner(event):
    return {"to": event.changes["owner"][1]}


def handed_note(event):
    return event.details.get("note", "")


belong_to_what_they_are_about("followup")
say("followup.planned", _("{actor} planned {title} for {when}"), icon="later", words=when)
say("followup.planned_on_entry", _("Entering {stage} planned {title} for {when}"), icon="later", words=when)
say("followup.done", _("{actor} did {title}"), icon="circlecheck", kind=NOTES, note=outcome)
say("followup.told", _("{actor} told how {title} went"), icon="note", kind=NOTES, note=outcome)
say("followup.reopened", _("{actor} planned {title} again"), icon="undo")
say("followup.snoozed", _("{actor} put off {title} to {when}"), icon="snooze", words=when)
say("followup.rescheduled", _("{actor} moved {title} to {when}"), icon="cal", words=when)
say("followup.cancelled", _("{actor} cancelled {title}"), icon="x-circle")
say("followup.series_ended", _("{actor} ended the series of {title}"), icon="x-circle")
say("followup.handed_over", _("{actor} gave {title} to {to}"), icon="user", words=new_owner, note=handed_note)
say("followup.edited", _("{actor} changed a follow-up to {new}"), icon="pencil", words=new_words)
say("stage.entry_set", _("{actor} chose what {name} does for new deals: {what}"), icon="bolt")
say("stage.entry_dropped", _("{actor} lets {name} no longer do for new deals: {what}"), icon="bolt")
say("person.habits_set", _("{actor} changed when they are reminded"), icon="later", kind=QUIET)
say("stage.follow_up_set", _("{actor} chose what {name} plans for new deals: {what}"), icon="bolt")
say("stage.follow_up_dropped", _("{actor} lets {name} plan nothing for new deals"), icon="bolt")
