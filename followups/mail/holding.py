"""Letters held back: what is thrown away while a letter of it waits to leave takes that out of the post, for good.

Where it is restored before the letter's turn comes, the letter goes its way. After that nothing leaves by itself: its
writer is told, and may send it.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import BinnedLink, BinnedRow
from followups.actions.notifications import notify, speaking_to
from followups.mail.opting_out import refuse_opted_out
from followups.mail.sending import sent_event, tell_sent
from followups.models import Letter
from leads.models import Lead
from pipeline.models import Deal
from timeline.listeners import UNDO_WINDOW
from timeline.log import record
from timeline.outgoing import HeldBack, before_leaving, send_after_all

NOT_SENT = gettext_lazy("Your letter “%(title)s” to %(to)s was not sent: “%(thing)s” was thrown away before it left")


class LetterInBin(HeldBack):
    """What a letter is about, or whom it goes to, lies in the bin."""

    def __init__(self, letter, binned):
        super().__init__()
        self.letter, self.binned = letter, binned

    def settle(self):
        event = take_back(self.letter, self.binned)
        tell_writer(self.letter, self.binned, key=f"held:{event.pk}")


@before_leaving
def hold_back(message):
    """Let no letter leave whose deal, lead or person was thrown away."""
    kind, _colon, pk = message.key.partition(":")
    letter, binned = binned_letter(pk) if kind == "letter" else (None, None)
    if binned:
        raise LetterInBin(letter, binned)


def binned_letter(pk):
    """The letter of this id and what in the bin holds it back; (None, None) where nothing does."""
    parcel = BinnedRow.objects.filter(model="followups.letter", key=pk).select_related("binned").first()
    if parcel:
        return Letter(**parcel.row), parcel.binned
    letter = Letter.objects.filter(pk=pk).first()
    return letter, letter and person_in_bin(letter)


def person_in_bin(letter):
    """The parcel of the person a letter goes to, None where they are there or nobody knows them."""
    away = BinnedLink.objects.filter(model="followups.letter", key=str(letter.pk), field="contact")
    link = None if letter.contact_id else away.select_related("binned").first()
    return link and link.binned


def take_back(letter, binned):
    """Enter into the log that a letter was not sent, so that it does not count as written."""
    about = Deal(pk=letter.deal_id) if letter.deal_id else Lead(pk=letter.lead_id)
    sent = sent_event(letter, about)
    details = {"letter": letter.pk, "title": letter.subject, "to": letter.recipients[0], "thing": binned.title}
    owner = sent.owner if sent else binned.owner
    return record("letter.held_back", about, by=None, owner=owner, undoes=sent, details=details)


def tell_writer(letter, binned, *, key):
    if letter.user:
        with speaking_to(letter.user):
            facts = {"title": letter.subject, "to": letter.recipients[0], "thing": binned.title}
            text = NOT_SENT % facts
        page = reverse("followups:letter", args=[letter.pk])
        notify(letter.user, key=key, kind="mail", text=text, url=page)


@transaction.atomic
def send_held(letter, *, by):
    """Send a letter that was held back, ten seconds from now; ValidationError where it was not, or still is."""
    letter = Letter.objects.select_for_update(of=("self",), no_key=True).get(pk=letter.pk)
    if letter.state != "held":
        raise ValidationError(_("It is on its way already."))
    if binned := person_in_bin(letter):
        raise ValidationError(_("“%(name)s” is still in the bin: restore that first.") % {"name": binned.title})
    if letter.template:
        refuse_opted_out(letter.recipients[0])
    event = tell_sent(letter, by=by)
    send_after_all(letter.outgoing, event=event, available_at=Now() + UNDO_WINDOW)
    return letter
