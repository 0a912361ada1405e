"""How imports read in the log."""

from django.utils.translation import gettext_lazy as _

from kit.formats import number
from timeline.sentences import say


def counted(event):
    return {
        name: number(event.details[name])
        for name in ("rows", "created", "updated", "rejected")
        if name in event.details
    }


say("import.received", _("{actor} uploaded {file} with {rows} rows"), icon="upload", words=counted)
say("import.reread", _("{actor} read the file again as {encoding}"), icon="file")
say("import.started", _("{actor} started the import of {file}"), icon="upload", words=counted)
say("import.resumed", _("{actor} took the import of {file} up again"), icon="repeat")
say(
    "deals.imported",
    _("{file} was imported: {created} new deals, {updated} updated, {rejected} rows refused"),
    icon="upload",
    words=counted,
)
