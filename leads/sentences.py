"""How what happened to leads, companies and contacts reads."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from kit import formats
from timeline.sentences import CALLS, EMAILS, MEETINGS, NOTES, say


def what_changed(event):
    """Each change on a line: “phone: 12 → 34”."""
    return "\n".join(
        f"{field}: {old or '–'} → {new or '–'}" for field, (old, new) in event.details.get("said", {}).items()
    )


def text(event):
    return event.details.get("text", "")


def day_of_return(event):
    return {"day": formats.day(date.fromisoformat(event.details["until"]))}


def bin_note(event):
    return event.details.get("note", "")


def reason(event):
    return event.details.get("reason", "")


def how_they_came(event):
    """“Score 72, Fair, Spring campaign”: what the lead brought along."""
    score = event.details.get("score")
    said = [_("Score %(score)s") % {"score": formats.number(score)}] if score else []
    return ", ".join([*map(str, said), *filter(None, map(event.details.get, ("source", "campaign")))])


say("lead.created", _("{actor} added the lead {name}"), icon="plus")
say("lead.edited", _("{actor} changed the lead"), note=what_changed)
say("lead.taken", _("{actor} took the lead"), icon="user")
say("lead.assigned", _("{actor} gave the lead to {to}"), icon="user")
say("lead.qualified", _("{actor} wrote down what the buyer said"), icon="half", note=what_changed)
say("lead.noted", _("{actor} wrote"), icon="note", kind=NOTES, note=text, is_written=True)
say("lead.call", _("{actor} called"), icon="phone", kind=CALLS, note=text, is_written=True)
say("lead.email", _("{actor} wrote an e-mail"), icon="mail", kind=EMAILS, note=text, is_written=True)
say("lead.meeting", _("{actor} met the buyer"), icon="meet", kind=MEETINGS, note=text, is_written=True)
say("lead.answered", _("They answered {actor}"), icon="mail", kind=EMAILS, note=text, is_written=True)
say("lead.disqualified", _("{actor} found it is not a fit: {reason}"), icon="x-circle")
say("lead.returned", _("{actor} brought the lead back"), icon="undo")
say("lead.recycled", _("{actor} lets the lead rest until {day}"), icon="later", words=day_of_return, note=reason)
say("lead.woken", _("The lead is back in the inbox: {day} has come"), icon="bell", words=day_of_return, note=reason)
say("lead.undone", _("{actor} took back what was done to {name}"), icon="undo", note=what_changed)
say("lead.converted", _("{actor} made the lead {name} a deal: {deal}"), icon="aright", note=how_they_came)
say("lead.unconverted", _("{actor} took back that the lead {name} is a deal"), icon="undo")
say("company.created", _("{actor} added the company {name}"), icon="building")
say("company.edited", _("{actor} changed the company"), note=what_changed)
say("company.undone", _("{actor} took back what was changed of {name}"), icon="undo", note=what_changed)
say("contact.undone", _("{actor} took back what was changed of {name}"), icon="undo", note=what_changed)
say("company.noted", _("{actor} wrote about {name}"), icon="note", kind=NOTES, note=text, is_written=True)
say("contact.noted", _("{actor} wrote about {name}"), icon="note", kind=NOTES, note=text, is_written=True)
say("company.removed", _("{actor} took back the company {name}"), icon="undo")
say("contact.removed", _("{actor} took back the contact {name}"), icon="undo")
say("contact.created", _("{actor} added the contact {name}"), icon="user")
say("contact.edited", _("{actor} changed the contact"), note=what_changed)
for kind, thrown, restored in (
    ("lead", _("{actor} threw the lead {name} away"), _("{actor} restored the lead {name}")),
    ("company", _("{actor} threw the company {name} away"), _("{actor} restored the company {name}")),
    ("contact", _("{actor} threw the contact {name} away"), _("{actor} restored the contact {name}")),
):
    say(f"{kind}.thrown_away", thrown, icon="trash", note=bin_note)
    say(f"{kind}.restored", restored, icon="undo")
say("label.added", _("{actor} added the label {name}"), icon="tag")
say("label.edited", _("{actor} changed the label {name}"), icon="tag")
say("label.moved", _("{actor} changed the place of the label {name}"), icon="sort")
say("label.retired", _("{actor} retired the label {name}"), icon="trash")
say("label.returned", _("{actor} brought back the label {name}"), icon="undo")
say("label.merged", _("{actor} merged the label {name} into {into}"), icon="merge")
say("label.reverted", _("{actor} took back a change of the label {name}"), icon="undo")
say("labelset.added", _("{actor} added the label set {name}"), icon="tag")
say("labelset.edited", _("{actor} changed the label set {name}"), icon="tag")
say("labelset.moved", _("{actor} changed the place of the label set {name}"), icon="sort")
say("labelset.retired", _("{actor} retired the label set {name}"), icon="trash")
say("labelset.returned", _("{actor} brought back the label set {name}"), icon="undo")
say("labelset.reverted", _("{actor} took back a change of the label set {name}"), icon="undo")
