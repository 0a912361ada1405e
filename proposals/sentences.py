"""How what happens to proposals reads on the timeline of their deal."""

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kit import formats
from timeline.sentences import PROPOSALS, QUIET, belong_to_what_they_are_about, say

belong_to_what_they_are_about("proposal")
belong_to_what_they_are_about("version")


def file_note(event):
    """“P-2026-118-v2.pdf, 4 pages. Replaces v1.”"""
    details = event.details
    pages = ngettext("%(count)s page", "%(count)s pages", details["pages"]) % {
        "count": formats.number(details["pages"])
    }
    words = f"{details['number']}-v{details['version']}.pdf, {pages}."
    replaced = details.get("replaces")
    return words + (gettext(" Replaces v%(number)s.") % {"number": replaced} if replaced else "")


def time_left(event):
    """“, 3 days left” where the last day is near, and not somebody thought of it."""
    days = event.details.get("days")
    return days and ngettext(", %(count)s day left", ", %(count)s days left", days) % {"count": formats.number(days)}


def title(event):
    return event.details["title"]


say("proposal.made", _("{actor} began the proposal {number}"), icon="file", kind=PROPOSALS, note=title)
say("proposal.version_made", _("{actor} began version {version} of {number}"), icon="file", kind=PROPOSALS)
say("proposal.edited", _("{actor} wrote on {number}, v{version}"), icon="pencil", kind=QUIET)
say("proposal.sent", _("{actor} sent {number}, v{version} to {to}"), icon="send", kind=PROPOSALS, note=file_note)
say(
    "proposal.not_sent",
    _("{number}, v{version} could not be sent"),
    icon="overdue",
    kind=PROPOSALS,
    note=lambda event: event.details["problem"],
)
REMINDED = _("{actor} reminded {who} of {number}, v{version}")
say("proposal.reminded", REMINDED, icon="bell", kind=PROPOSALS, tail=time_left)
say("proposal.withdrawn", _("{actor} withdrew {number}, v{version}"), icon="undo", kind=PROPOSALS)
say("proposal.expired", _("{number}, v{version} expired without an answer"), icon="later", kind=PROPOSALS)
say("proposal.draft_deleted", _("{actor} deleted the draft {number}, v{version}"), icon="trash", kind=PROPOSALS)
say("version.thrown_away", _("{actor} threw the draft {name} away"), icon="trash", kind=PROPOSALS)
say("version.restored", _("{actor} restored the draft {name}"), icon="undo", kind=PROPOSALS)
say("proposal.thrown_away", _("{actor} threw the draft {name} away"), icon="trash", kind=PROPOSALS)
say("proposal.restored", _("{actor} restored the draft {name}"), icon="undo", kind=PROPOSALS)
say("proposal_template.added", _("{actor} added the proposal template {name}"))
say("proposal_template.edited", _("{actor} changed the proposal template {name}"))
say("proposal_template.retired", _("{actor} retired the proposal template {name}"))
say("proposal_template.returned", _("{actor} brought the proposal template {name} back"))
