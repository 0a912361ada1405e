"""How what happened with sequences reads."""

from django.utils.translation import gettext_lazy as _

from followups.models import SequenceRun
from timeline.sentences import say


def why(event):
    reason = event.details.get("reason", "")
    return {"reason": SequenceRun.Reason(reason).label if reason in SequenceRun.Reason else reason}


def note(event):
    return event.details.get("note", "")


say("sequence.started", _("{actor} began the sequence {sequence}"), icon="repeat")
say("sequence.stopped", _("The sequence {sequence} stopped: {reason}"), icon="pause", words=why, note=note)
say("sequence.taken_back", _("{actor} took back the beginning of the sequence {sequence}"), icon="undo")
say("sequence.through", _("The sequence {sequence} is through"), icon="repeat")
say("sequence.added", _("{actor} added the sequence {name}"), icon="repeat")
say("sequence.changed", _("{actor} changed the sequence {name}"), icon="repeat")
say("sequence.switched_on", _("{actor} switched the sequence {name} on"), icon="repeat")
say("sequence.switched_off", _("{actor} switched the sequence {name} off"), icon="pause")
say("sequence.thrown_away", _("{actor} threw the sequence {name} away"), icon="trash")
say("sequence.restored", _("{actor} restored the sequence {name}"), icon="undo")
say("sequence.retired", _("{actor} retired the sequence {name}"), icon="trash")
