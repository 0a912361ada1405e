"""Filing what comes in: to the right person and deal, once by its Message-ID; what is doubtful waits for a person.

By the address it came to, else by the letter it answers, else by who it is from and to, among what the person sees.
"""

from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.bin.actions import throw_away
from accounts.models import BinnedRow, User
from accounts.rights import may
from followups.actions.notifications import notify, speaking_to
from followups.mail import attachments
from followups.mail.addresses import addresses_of, is_ours, tokens_in
from followups.mail.bounces import note_bounce, report_in
from followups.mail.people import MOST_ASKED, any_of, person_of
from followups.mail.reading import read
from followups.mail.trust import is_forged, is_proven
from followups.models import Letter, MailAddress
from leads.capture.counting import hold
from leads.folding import email_key
from leads.models import Lead
from pipeline.models import Deal
from timeline.log import record

IN, OUT = Letter.Direction.IN, Letter.Direction.OUT
EXCERPT = 280


@dataclass(frozen=True)
class Place:
    """Where a mail belongs: `about` None means to `user` alone, who says where it goes."""

    about: Any
    user: Any
    direction: str
    sender: str
    is_doubtful: bool = False


@transaction.atomic
def take_in(raw, *, envelope=()):
    """File raw mail and return its Letter; None for what is nobody's. The same mail again is the same letter."""
    mail = read(raw, envelope=envelope)
    if report := report_in(mail):
        return note_bounce(report)
    hold(f"mail:{mail.message_id}")
    kept = Letter.objects.filter(message_id=mail.message_id).first()
    place = None if kept else place_of(mail)
    if place and mail.whole and place.user:
        place = replace(place, about=None)
    return keep(mail, place) if place else kept


def place_of(mail):
    """The Place of a mail, None where it is nobody's."""
    tokens = tokens_in((*mail.envelope, *mail.recipients))
    found = MailAddress.objects.valid().filter(token__in=tokens)
    addresses = list(found.select_related("user__team", "deal__owner__team", "lead__owner__team").order_by("pk"))
    for address in addresses:
        if about := address.deal or address.lead:
            return by_reply_address(mail, as_it_is_now(about))
    for address in addresses:
        if address.user.is_active and may(address.user, "letter.send"):
            return by_dropbox(mail, address.user)
    return by_thread(mail) or of_the_bin(mail, tokens)


def as_it_is_now(about):
    """What a lead became: the record it was merged into, or the deal it was made."""
    if isinstance(about, Lead) and about.merged_into_id:
        return as_it_is_now(Lead.objects.select_related("owner__team").get(pk=about.merged_into_id))
    if isinstance(about, Lead) and about.status == Lead.Status.CONVERTED:
        return about.deals.select_related("owner__team").order_by("-pk").first() or about
    return about


def by_reply_address(mail, about):
    """Whoever knows the address of a deal may write to it; one of us who copies it in has written themselves.

    A mail that only says to be one of us's waits with that person, who knows whether they wrote it.
    """
    writer = one_of_us(mail)
    if writer and type(about).objects.visible_to(writer).filter(pk=about.pk).exists():
        is_sure = is_proven(mail)
        return Place(about if is_sure else None, writer, OUT, mail.sender, is_doubtful=not is_sure)
    return Place(about, about.owner, IN, mail.sender)


def one_of_us(mail):
    """Whose address it says to come from."""
    return User.objects.active().filter(email__iexact=mail.sender).select_related("team").first()


def by_dropbox(mail, user):
    """What a person copies in they wrote; what they forward somebody wrote to them."""
    own = addresses_of(user)
    if email_key(mail.sender) not in own or is_forged(mail):
        return Place(None, user, IN, mail.sender, is_doubtful=True)
    others = [one for one in mail.recipients if not is_ours(one) and email_key(one) not in own]
    original = mail.forwarded_from if not others else ""
    place = Place(None, user, OUT, mail.sender) if others else Place(None, user, IN, original or mail.sender)
    return replace(place, about=thread_of(mail, user) or record_for(others or [original], user))


def thread_of(mail, user):
    """What the letter it answers is about, if this person sees that."""
    answered = Letter.objects.visible_to(user).filed().filter(message_id__in=mail.replies_to)
    letter = answered.select_related("deal__owner__team", "lead__owner__team").order_by("-happened_at").first()
    return letter and letter.about


def record_for(people, user):
    """The one open deal of these people that the user sees, else the one lead in work; None when it is not clear."""
    people = [person for person in people if person][:MOST_ASKED]
    if not people:
        return None
    deals = Deal.objects.visible_to(user).open().select_related("owner__team")
    deals = deals.filter(any_of("contact__email", people) | any_of("committee__contact__email", people)).distinct()
    leads = Lead.objects.visible_to(user).working().select_related("owner__team").filter(any_of("email", people))
    for found in (list(deals.order_by("pk")[:2]), list(leads.order_by("pk")[:2])):
        if found:
            return found[0] if len(found) == 1 else None
    return None


def by_thread(mail):
    """An answer that lost its address: from somebody the letter was to or from, to what that was about."""
    answered = Letter.objects.filed().filter(message_id__in=mail.replies_to)
    for letter in answered.select_related("deal__owner__team", "lead__owner__team"):
        if email_key(mail.sender) in {email_key(one) for one in (letter.sender, *letter.recipients)}:
            return by_reply_address(mail, as_it_is_now(letter.about))
    return None


def of_the_bin(mail, tokens):
    """What answers something that was thrown away waits with whoever had it: they say where it goes, or restore it."""
    held = held_by(tokens, mail.replies_to) if tokens or mail.replies_to else []
    row = max(held, key=attrgetter("pk"), default=None)
    owner = row and row.binned.owner
    if owner and owner.is_active and may(owner, "letter.send"):
        return Place(None, owner, IN, mail.sender)
    return None


def held_by(tokens, message_ids):
    """The few rows of addresses and letters in the bin by these, each found by an index: so all, and in no order."""
    rows = BinnedRow.objects.alias(token=KT("row__token"), message_id=KT("row__message_id"))
    addresses = Q(model="followups.mailaddress", token__in=tokens)
    letters = Q(model="followups.letter", message_id__in=message_ids)
    return rows.filter(addresses | letters).select_related("binned__owner")


def keep(mail, place):
    letter = Letter(
        direction=place.direction,
        user=place.user,
        sender=place.sender,
        recipients=[one for one in mail.recipients if not is_ours(one)],
        subject=mail.subject or _("No subject"),
        text=_("It has too many parts to be taken apart. All of it is attached.") if mail.whole else mail.text,
        html=mail.html,
        message_id=mail.message_id,
        replies_to=list(mail.replies_to),
        is_automatic=mail.is_automatic,
        is_doubtful=place.is_doubtful,
    )
    belong(letter, place.about)
    letter.save(force_insert=True)
    if left := attachments.keep(letter, mail.files):
        letter.text += "\n\n" + _("Not taken: %(names)s") % {"names": ", ".join(left)}
        letter.save(update_fields=["text"])
    if mail.whole:
        attachments.keep_whole(letter, mail.whole)
    tell(letter, mail.sender_name, by=place.user if place.direction == OUT else None)
    return letter


def belong(letter, about):
    """Let a letter be about a deal or a lead, and of the person it is from or to."""
    letter.deal = about if isinstance(about, Deal) else None
    letter.lead = about if isinstance(about, Lead) else None
    if about:
        letter.company = about.company
        letter.contact = person_of(about, [letter.sender] if letter.direction == IN else letter.recipients)


def tell(letter, sender_name, *, by):
    about = letter.about
    if about is None:
        return tell_unfiled(letter)
    details = {
        "letter": letter.pk,
        "title": letter.subject,
        "excerpt": letter.text[:EXCERPT],
        "sender": by.name if by else sender_name or letter.sender,
        "to": (letter.recipients or [""])[0],
    }
    also = [letter.contact, letter.company]
    event = record(verb_of(letter), about, by=by, about=also, owner=about.owner or letter.user, details=details)
    if letter.direction == IN and about.owner and about.owner != by:
        tell_owner(letter, about.owner, details["sender"])
    return event


def verb_of(letter):
    if letter.direction == OUT:
        return "letter.sent"
    return "letter.answered_by_machine" if letter.is_automatic else "letter.received"


def tell_owner(letter, owner, name):
    with speaking_to(owner):
        words = _("%(name)s wrote: %(title)s") % {"name": name, "title": letter.subject}
    page = reverse("followups:letter", args=[letter.pk])
    notify(owner, key=f"letter:{letter.pk}", kind="mail", text=words, url=page)


def tell_unfiled(letter):
    with speaking_to(letter.user):
        words = _("“%(title)s” waits for you to say where it belongs") % {"title": letter.subject}
    page = reverse("followups:mail-unfiled")
    notify(letter.user, key=f"unfiled:{letter.pk}", kind="mail", text=words, url=page)


@transaction.atomic
def file_letter(letter, *, about, by):
    """Put an unfiled letter to a deal or a lead; a second time it stays where it is."""
    letter = Letter.objects.unfiled().select_for_update(of=("self",), no_key=True).filter(pk=letter.pk).first()
    if letter:
        belong(letter, about)
        letter.save(update_fields=["deal", "lead", "contact", "company"])
        tell(letter, "", by=by)
    return letter


def discard_letter(letter, *, by):
    """Throw an unfiled letter away and return what lies in the bin."""
    return throw_away([letter], by=by).done
