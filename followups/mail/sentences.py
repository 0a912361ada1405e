"""How what happened to letters reads."""

from django.utils.translation import gettext_lazy as _

from timeline.sentences import EMAILS, QUIET, say


def first_lines(event):
    return event.details.get("excerpt", "")


def why(event):
    return event.details.get("reason", "")


say("letter.sent", _("{sender} wrote to {to}: {title}"), icon="mail", kind=EMAILS, note=first_lines)
say("letter.received", _("{sender} wrote: {title}"), icon="mail", kind=EMAILS, note=first_lines)
say(
    "letter.answered_by_machine",
    _("An automatic answer came from {sender}: {title}"),
    icon="mail",
    kind=EMAILS,
    note=first_lines,
)
say("letter.bounced", _("The letter {title} did not reach {to}"), icon="overdue", kind=EMAILS, note=why)
say("letter.held_back", _("The letter {title} to {to} was not sent: {thing} was in the bin"), icon="trash", kind=EMAILS)
say("letter.withdrawn", _("{actor} took back the letter {title}"), icon="undo")
say("letter.thrown_away", _("{actor} threw the letter {name} away"), icon="trash", kind=QUIET)
say("letter.restored", _("{actor} restored the letter {name}"), icon="undo", kind=QUIET)
say("letter.discarded", _("{actor} threw the letter {title} away"), icon="trash", kind=QUIET)
say("letter.opted_out", _("{address} wants no more letters from templates or sequences"), icon="x-circle")
say("letter.opted_in", _("{address} wants letters again, as {actor} heard"), icon="mail")
say("template.added", _("{actor} added the letter template {name}"), icon="mail")
say("template.changed", _("{actor} changed the letter template {name}"), icon="mail")
say("template.retired", _("{actor} retired the letter template {name}"), icon="trash")
say("template.returned", _("{actor} brought back the letter template {name}"), icon="undo")
say("signature.changed", _("{actor} changed what stands under their letters"), kind=QUIET)
say("dropbox.renewed", _("{name} has a new dropbox address"), icon="mail", kind=QUIET)
say("dropbox.revoked", _("{name} has no dropbox address any more"), icon="mail", kind=QUIET)
