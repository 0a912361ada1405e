"""How what happens to files reads."""

from django.utils.translation import gettext_lazy as _

from timeline.sentences import NOTES, say

say("file.added", _("{actor} added the file {name}"), icon="file", kind=NOTES)
say("file.removed", _("{actor} removed the file {name}"), icon="trash")
say("file.restored", _("{actor} brought back the file {name}"), icon="undo")
