"""How calls and meetings of deals read."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit import formats
from pipeline.note_forms import Reached
from timeline.sentences import CALLS, MEETINGS, NOTES, say


def text(event):
    return event.details.get("text", "")


def call(event):
    """“Call with Erik Nygård”."""
    return {"what": gettext("Call with %(names)s") % names(event) if event.details.get("with") else gettext("Call")}


def meeting(event):
    """“Meeting with Erik Nygård, Kari Solheim”."""
    words = gettext("Meeting with %(names)s") % names(event) if event.details.get("with") else gettext("Meeting")
    return {"what": words}


def names(event):
    return {"names": ", ".join(name for _pk, name in event.details["with"])}


def how_long(event):
    """“, 22 min, answered”."""
    minutes, outcome = event.details.get("minutes"), event.details.get("outcome")
    words = gettext(", %(count)s min") % {"count": formats.number(minutes)} if minutes else ""
    reached = str(Reached(outcome).label).lower() if outcome in Reached.values else ""
    return words + (gettext(", %(outcome)s") % {"outcome": reached} if reached else "")


say("deal.noted", _("{actor} wrote a note"), icon="note", kind=NOTES, note=text, is_written=True)
say(
    "deal.call",
    "{what}",
    icon="phone",
    kind=CALLS,
    words=call,
    tail=how_long,
    note=text,
    is_written=True,
    is_signed=True,
)
say(
    "deal.meeting",
    "{what}",
    icon="meet",
    kind=MEETINGS,
    words=meeting,
    tail=how_long,
    note=text,
    is_written=True,
    is_signed=True,
)
