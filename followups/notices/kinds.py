"""The kinds of things people are told. Each app names its own, once its apps are ready:

    tell_of("proposal", _("Proposals"), _("A customer opened or answered a proposal of yours."), icon="file")

A notice of the kind “proposal.accepted” belongs to “proposal”; one nobody named belongs to everything else.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from followups.models import ChannelChoice

Mail = ChannelChoice.Mail
registry = {}


@dataclass(frozen=True)
class NoticeKind:
    """One kind: its name, a sentence of when it is told, its icon, and its usual ways beside the app."""

    key: str
    name: Any
    sentence: Any
    icon: str
    mail: str
    push: bool


def tell_of(key, name, sentence, *, icon="bell", mail=Mail.NEVER, push=True):
    """Register a kind; what was registered first stands first on the page of choices."""
    registry[key] = NoticeKind(key, name, sentence, icon, mail, push)


def kind_of(key):
    """The NoticeKind of a notice, by its kind or what stands before its first dot."""
    return registry.get(key) or registry.get(key.partition(".")[0]) or registry[OTHER]


def all_kinds():
    """Every kind, everything else last."""
    return sorted(registry.values(), key=lambda kind: kind.key == OTHER)


OTHER = "other"
tell_of(
    "reminder", _("Reminders"), _("A follow-up of yours is due."), icon="later", mail=Mail.NOW,
)  # fmt: skip
tell_of("mention", _("Mentions"), _("A colleague writes your name into a note."), icon="user", mail=Mail.NOW)
tell_of("assigned", _("Yours now"), _("Somebody gives you a deal or a lead."), icon="handshake")
tell_of("handed_over", _("Handed over"), _("Somebody gives you a follow-up."), icon="handshake")
tell_of("lead", _("Leads to turn to"), _("A lead of yours is new, is back, or scores higher."), icon="hot")
tell_of("booked", _("Bookings"), _("Somebody books, moves or cancels a time with you."), icon="meet")
tell_of("planned", _("Planned for you"), _("A stage or a rule plans a follow-up for you."), icon="bolt", push=False)
tell_of("woken", _("Parked deals"), _("A parked deal of yours is back."), icon="today")
tell_of("rule", _("Rules"), _("A rule of the house has something to tell you."), icon="bolt")
tell_of("nudge", _("Nudges"), _("A deal of yours is silent for longer than is good."), icon="later", push=False)
tell_of("proposal", _("Proposals"), _("A customer opens or answers a proposal of yours."), icon="file")
tell_of("mail", _("Letters"), _("A customer answers a letter of yours, or it comes back."), icon="mail")
tell_of("sequence", _("Sequences"), _("A sequence of yours stops or needs you."), icon="repeat", push=False)
tell_of("import", _("Imports"), _("An import of yours is finished, or has stopped."), icon="upload", push=False)
tell_of(OTHER, _("Everything else"), _("What belongs to none of these."), push=False)
