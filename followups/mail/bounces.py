"""Letters that came back, reported by mail servers (RFC 3464) or refused at once, are told to who wrote them."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from followups.actions.notifications import notify, speaking_to
from followups.mail.reading import IDS, head, kept
from followups.models import Letter
from timeline.log import record
from timeline.outgoing import when_given_up

CODE = re.compile(r"^[245]\.\d{1,3}\.\d{1,3}\s*")


@dataclass(frozen=True)
class Report:
    """What a delivery report says: of which letter, whether it failed for good, and why."""

    message_id: str
    has_failed: bool
    reason: str


def report_in(mail):
    """The Report of a Mail that is one, else None."""
    if mail.report is None or mail.report.get_param("report-type") != "delivery-status":
        return None
    parts = list(mail.report.walk())
    facts = [one for part in parts if part.get_content_type() == "message/delivery-status" for one in part.walk()]
    action = first(facts, "Action").lower()
    reason = first(facts, "Diagnostic-Code").partition(";")[2] or first(facts, "Status")
    return Report(original_id(parts, mail.report), action == "failed", CODE.sub("", " ".join(reason.split()))[:300])


def first(parts, name):
    return next((said for part in parts if (said := head(part, name))), "")


def original_id(parts, report):
    """The Message-ID of the letter that came back: a head of the mail inside, or of its bare heads."""
    for part in parts:
        if part is not report and part.get_content_type() == "text/rfc822-headers":
            text = part.get_payload(decode=True) or b""
            found = re.search(rb"^message-id:\s*<([^<>\s]+)>", text, re.IGNORECASE | re.MULTILINE)
            if found:
                return kept(found[1].decode("ascii", errors="replace"))
        elif part is not report and (found := IDS.findall(head(part, "Message-ID"))):
            return found[0]
    return ""


@when_given_up
def note_refusal(message, reason):
    """A letter that no mail server took is one that came back."""
    if letter := Letter.objects.filter(outgoing=message).first():
        note_bounce(Report(letter.message_id, has_failed=True, reason=reason[:300]))


@transaction.atomic
def note_bounce(report):
    """Mark the letter of a report as come back and tell its writer, once; returns it, None where it is none of ours."""
    ours = Letter.objects.filter(direction=Letter.Direction.OUT, message_id=report.message_id)
    letter = ours.select_for_update(no_key=True).first() if report.has_failed and report.message_id else None
    if letter is None or letter.bounced_at:
        return letter
    letter.bounced_at, letter.bounce_reason = timezone.now(), report.reason
    letter.save(update_fields=["bounced_at", "bounce_reason"])
    about = letter.about
    if about:
        details = {"letter": letter.pk, "title": letter.subject, "to": letter.recipients[0], "reason": report.reason}
        record("letter.bounced", about, by=None, about=[letter.contact], owner=about.owner, details=details)
        tell_writer(letter)
    return letter


def tell_writer(letter):
    if letter.user:
        with speaking_to(letter.user):
            facts = {"title": letter.subject, "to": letter.recipients[0], "why": letter.bounce_reason}
            words = _("Your letter “%(title)s” did not reach %(to)s") % facts
            words = _("%(said)s: %(why)s") % {"said": words, **facts} if letter.bounce_reason else words
        page = reverse("followups:letter", args=[letter.pk])
        notify(letter.user, key=f"bounced:{letter.pk}", kind="mail", text=words, url=page)
