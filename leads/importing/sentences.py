"""How imports read in the log."""

from django.utils.translation import gettext_lazy as _

from kit.formats import number
from timeline.sentences import say


def counted(event):
    return {
        name: number(event.details[name])
        for name in ("rows", "created", "updated", "rejected", "restored", "kept")
        if name in event.details
    }


say("import.received", _("{actor} uploaded {file} with {rows} rows"), icon="upload", words=counted)
say("import.reread", _("{actor} read the file again as {encoding}"), icon="file")
say("import.mapped", _("{actor} read the columns of {file}: {name}"), icon="file")
say("importmapping.thrown_away", _("{actor} threw the saved columns “{name}” away"), icon="trash")
say("importmapping.restored", _("{actor} restored the saved columns “{name}”"), icon="undo")
say("import.forgotten", _("{actor} forgot the saved columns “{name}”"), icon="file")
say("import.started", _("{actor} started the import of {file}"), icon="upload", words=counted)
say("import.resumed", _("{actor} took the import of {file} up again"), icon="repeat")
say("import.rehearsed", _("{actor} tried the import of {file}"), icon="upload", words=counted)
say("import.reconsidered", _("{actor} went back to the columns of {file}"), icon="file")
say("import.paused", _("{actor} let the import of {file} rest"), icon="pause")
say("import.stopped", _("The import of {file} has stopped: {reason}"), icon="alert")
say("import.reverting", _("{actor} began to take the import of {file} back"), icon="repeat")
say(
    "import.reverted",
    _("The import of {file} was taken back: {restored} records, {kept} kept because others had worked on them"),
    icon="repeat",
    words=counted,
)
say(
    "deals.imported",
    _("{file} was imported: {created} new deals, {updated} updated, {rejected} rows refused"),
    icon="upload",
    words=counted,
)
say(
    "leads.imported",
    _("{file} was imported: {created} new leads, {updated} updated, {rejected} rows refused"),
    icon="upload",
    words=counted,
)
say(
    "companies.imported",
    _("{file} was imported: {created} new companies, {updated} updated, {rejected} rows refused"),
    icon="upload",
    words=counted,
)
say(
    "contacts.imported",
    _("{file} was imported: {created} new contacts, {updated} updated, {rejected} rows refused"),
    icon="upload",
    words=counted,
)
say("leads.exported", _("{actor} exported {count} leads"), icon="download")
say("companies.exported", _("{actor} exported {count} companies"), icon="download")
say("contacts.exported", _("{actor} exported {count} contacts"), icon="download")
