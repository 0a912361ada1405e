"""Mails to buyers held back: while a deal lies in the bin its links are closed, so no mail with one leaves.

Where the deal is restored before their turn comes, they go their way. After that none leaves by itself: whoever sent it
is told, and may send it.
"""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import BinnedRow
from pipeline.models import Deal
from proposals.actions.telling import lock_version, tell
from proposals.mailing import EXPIRING, TO_BUYERS, whose
from proposals.models import Link, Proposal, Version
from timeline.log import record
from timeline.models import Outgoing, subject_key
from timeline.outgoing import HeldBack, before_leaving, send_after_all


class MailInBin(HeldBack):
    """The deal of a mail to a buyer lies in the bin."""

    def __init__(self, mail, binned):
        super().__init__()
        self.mail, self.binned = mail, binned

    def settle(self):
        """Enter into the log that it was not sent; a reminder does not count as one then."""
        told, deal = self.mail.event, Deal(pk=self.binned.record_id)
        proposal = Proposal(pk=int(told.subject.partition(":")[2]))
        details = facts_of(self.mail) | {"thing": self.binned.title, "sender": told.actor_id}
        undoes = told if told.verb == "proposal.reminded" else None
        record("proposal.held_back", proposal, by=None, about=[deal], owner=told.owner, undoes=undoes, details=details)


def facts_of(mail):
    return {"title": mail.payload["subject"], "to": mail.payload["to"][0]}


@before_leaving
def hold_back(mail):
    """Let no mail to a buyer leave whose deal was thrown away."""
    version, _buyer = whose(mail)
    rows = BinnedRow.objects.filter(model=Version._meta.label_lower, key=str(version)).select_related("binned")
    if version and (row := rows.first()):
        raise MailInBin(mail, row.binned)


def held_of(versions):
    """{id of a version: its mails that were held back and may still be sent}."""
    held = defaultdict(list)
    subjects = [subject_key(version.proposal) for version in versions]
    for mail in sendable().filter(event__subject__in=subjects):
        held[whose(mail)[0]].append(mail)
    return held


def sendable():
    """Mails held back whose words stay true: how many days are left is said by another reminder."""
    held = Outgoing.objects.held().filter(key__startswith=TO_BUYERS).order_by("pk")
    return held.exclude(key__contains=f":{EXPIRING}:")


@transaction.atomic
def send_held(version, *, by):
    """Send the mails of a version that were held back; ValidationError where none is, or their links are closed."""
    version = lock_version(version)
    mails = held_of([version])[version.pk]
    if not mails:
        raise ValidationError(_("It is on its way already."))
    open_to = Link.objects.standing().filter(version=version).values_list("contact", flat=True)
    leaving = [mail for mail in mails if whose(mail)[1] in open_to]
    if not leaving:
        raise ValidationError(_("The link in it is not open any more. Make a new version to send."))
    for mail in leaving:
        send_after_all(mail, event=tell("proposal.released", version, by=by, **facts_of(mail)), available_at=Now())
