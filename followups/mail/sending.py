"""Letters that leave: written by a person with ten seconds to think again, or sent for them by a template.

A letter, its files, its event and its row on the way out are one commit, so they exist together or not at all.
"""

import uuid
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.middleware import zone_of
from followups.mail import attachments
from followups.mail.addresses import reply_address, writer_of
from followups.mail.merging import Unresolved, merge
from followups.mail.opting_out import refuse_opted_out, way_out_of
from followups.mail.people import address_for, person_of
from followups.models import Letter
from pipeline.models import Deal
from timeline.emails import id_of
from timeline.listeners import UNDO_WINDOW
from timeline.log import record
from timeline.models import Event, Outgoing, subject_key
from timeline.outgoing import queue_email

EXCERPT = 280
LONGEST_CHAIN = 10


@transaction.atomic
def write_letter(about, *, to, subject, body, by, files=(), template=None, answers=None):
    """Send what a person wrote about a deal or a lead, ten seconds from now; returns the Letter.

    Raises Unresolved where a gap has no words, OptedOut where a template would go to somebody who wants none.
    """
    if template:
        refuse_opted_out(to)
    merged = merge(subject, signed(body, by), about=about, sender=by).complete()
    letter = keep(about, to, merged, sender=by, template=template, answers=answers)
    refuse_files(attachments.keep(letter, files))
    event = tell_sent(letter, by=by)
    put_on_its_way(letter, event=event, available_at=Now() + UNDO_WINDOW)
    return letter


@transaction.atomic
def send_letter(template, *, about, key, by=None, sender=None, event=None, available_at=None, because=None):
    """Send a template to whom a deal or lead is about, once for each `key`; returns the Letter.

    It is from `sender`, else `by`, else the owner. It is dropped when `event` has been undone before it leaves;
    `because` goes with its event. Raises Unresolved where a gap has no words or nobody has an address, OptedOut where
    they want none.
    """
    if sent := Letter.objects.filter(key=key).first():
        return sent
    sender, to = sender or by or about.owner, address_for(about)
    refuse_nobody(sender, to)
    refuse_opted_out(to)
    with translation.override(template.language), timezone.override(zone_of(sender)):
        merged = merge(template.subject, signed(template.body, sender), about=about, sender=sender).complete()
    letter = keep(about, to, merged, sender=sender, template=template, key=key)
    told = tell_sent(letter, by=by, because=because)
    put_on_its_way(letter, event=event or told, available_at=available_at, has_way_out=True)
    return letter


def refuse_nobody(sender, to):
    if sender is None:
        raise Unresolved(["owner.name"])
    if not to:
        raise Unresolved(["contact.email"])


def signed(body, sender):
    """The body with the signature of who sends it."""
    signature = getattr(getattr(sender, "signature", None), "text", "").strip()
    return f"{body.rstrip()}\n\n{signature}" if signature else body


def keep(about, to, merged, *, sender, template=None, answers=None, key=None):
    is_deal = isinstance(about, Deal)
    letter = Letter(
        direction=Letter.Direction.OUT,
        deal=about if is_deal else None,
        lead=None if is_deal else about,
        contact=person_of(about, [to]),
        company=about.company,
        user=sender,
        sender=parseaddr(writer_of(sender))[1],
        recipients=[to],
        subject=merged.subject[:500],
        text=merged.text,
        html=merged.html,
        message_id=id_of(uuid.uuid4()),
        replies_to=chain_after(answers),
        template=template,
        key=key,
    )
    letter.save(force_insert=True)
    return letter


def chain_after(answered):
    """The letters a new one answers, the latest first."""
    return [answered.message_id, *answered.replies_to][:LONGEST_CHAIN] if answered else []


def refuse_files(left):
    if left:
        raise ValidationError(
            _("Not taken: %(names)s. Each file may have 10 MB, all together 20 MB, and none may run.")
            % {"names": ", ".join(left)}
        )


def tell_sent(letter, *, by, because=None):
    about = letter.about
    details = {
        "letter": letter.pk,
        "title": letter.subject,
        "to": letter.recipients[0],
        "excerpt": letter.text[:EXCERPT],
        "sender": letter.user.name,
    }
    details |= ({"template": letter.template.name} if letter.template else {}) | (because or {})
    also = [letter.contact, letter.company]
    return record("letter.sent", about, by=by, about=also, owner=about.owner or letter.user, details=details)


def put_on_its_way(letter, *, event, available_at=None, has_way_out=False):
    way_out = way_out_of(letter) if has_way_out else ""
    text, html = with_way_out(letter, way_out)
    back = reply_address(letter.about)
    queue_email(
        key=f"letter:{letter.pk}",
        to=letter.recipients,
        subject=letter.subject,
        text=text,
        html=html,
        event=event,
        available_at=available_at,
        message_id=uuid.UUID(letter.message_id.partition("@")[0]),
        envelope=back or parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        reply_to=[back or letter.user.email],
        headers=heads_of(letter, way_out),
        attachments=list(letter.attachments.values_list("pk", flat=True)),
        **{"from": writer_of(letter.user)},
    )
    letter.outgoing = Outgoing.objects.get(key=f"letter:{letter.pk}")
    letter.save(update_fields=["outgoing"])


def with_way_out(letter, link):
    """Text and HTML, with a line for whoever wants no more letters."""
    if not link:
        return letter.text, letter.html
    words = _("No more letters like this")
    return f"{letter.text}\n\n{words}: {link}", f'{letter.html}<p><a href="{link}">{words}</a></p>'


def heads_of(letter, way_out):
    heads = {}
    if letter.replies_to:
        heads["In-Reply-To"] = f"<{letter.replies_to[0]}>"
        heads["References"] = " ".join(f"<{one}>" for one in reversed(letter.replies_to))
    if way_out:
        heads["List-Unsubscribe"] = f"<{way_out}>"
        heads["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return heads


@transaction.atomic
def withdraw_letter(letter, *, by):
    """Take a letter back before it leaves; raises ValidationError when it was quicker."""
    letter = Letter.objects.select_for_update(of=("self",), no_key=True).get(pk=letter.pk)
    waiting = Outgoing.objects.waiting().select_for_update(no_key=True).filter(pk=letter.outgoing_id, lease_until=None)
    if letter.withdrawn_at or not waiting.update(dropped_at=Now()):
        raise ValidationError(_("It has left already."))
    letter.withdrawn_at = timezone.now()
    letter.save(update_fields=["withdrawn_at"])
    about = letter.about
    record(
        "letter.withdrawn",
        about,
        by=by,
        owner=about.owner or letter.user,
        undoes=sent_event(letter, about),
        details={"title": letter.subject},
    )
    return letter


def sent_event(letter, about):
    """What the log says of a letter that is sent, None where that does not stand any more."""
    sent = Event.objects.filter(subject=subject_key(about), verb="letter.sent", details__letter=letter.pk)
    return sent.standing().order_by("-pk").first()


def seconds_left(letter):
    """How long a letter may still be taken back."""
    left = letter.happened_at + UNDO_WINDOW - timezone.now()
    return max(int(left / timedelta(seconds=1)), 0)
