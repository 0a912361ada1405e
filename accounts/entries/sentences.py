"""How what people do with words on a timeline reads."""

from django.utils.translation import gettext_lazy as _

from timeline.sentences import NOTES, QUIET, say


def text(event):
    return event.details.get("text", "")


say("entry.commented", _("{actor} commented"), icon="note", kind=NOTES, note=text, is_written=True)
say("entry.replied", _("{actor} answered"), icon="note", kind=QUIET, note=text, is_written=True)
say("entry.edited", _("{actor} corrected what they wrote"), icon="pencil", kind=QUIET)
say("entry.pinned", _("{actor} pinned an entry"), icon="pin", kind=QUIET)
say("entry.unpinned", _("{actor} unpinned an entry"), icon="pin", kind=QUIET)
say("entry.taken", _("{actor} took away an entry"), icon="trash", kind=QUIET)
say("entry.restored", _("{actor} brought an entry back"), icon="undo", kind=QUIET)
