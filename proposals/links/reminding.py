"""Reminders before a link expires, exactly once: the database is the schedule, the tick claims what is due.

The mail's row and the new state of the reminder are one commit; whoever dies with a claim loses its lease.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import pgettext

from accounts.middleware import zone_of
from kit.documents import full_date
from proposals.answering.letters import from_whom, sealed_address
from proposals.links.actions import seller_of, tell
from proposals.links.times import next_working_moment
from proposals.models import ExpiryReminder, Link, LinkKey, Version
from timeline.outgoing import queue_email

log = logging.getLogger("kariz.proposals")
AT_ONCE = 50
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
STATES = ExpiryReminder.State


@transaction.atomic
def claim_due():
    """Take a lease on the reminders that are due; returns their ids, earliest first."""
    due = ExpiryReminder.objects.due().select_for_update(of=["self"], skip_locked=True, no_key=True)
    claimed = list(due.values_list("pk", flat=True)[:AT_ONCE])
    lease_until = Now() + timedelta(seconds=settings.REMINDER_LEASE_SECONDS)
    ExpiryReminder.objects.filter(pk__in=claimed).update(lease_until=lease_until, attempts=F("attempts") + 1)
    return claimed


def remind(pk):
    """Say one reminder, once; when that fails it is tried again later, and given up after six times."""
    try:
        with transaction.atomic():
            pending = ExpiryReminder.objects.pending().select_for_update(of=["self"], skip_locked=True)
            if reminder := pending.filter(pk=pk).first():
                say(reminder)
    except Exception as error:
        log.exception("Reminder %s of a proposal was not written", pk)
        put_off(pk, error)


def say(reminder):
    related = ("contact", "version__proposal__deal__owner__team", "version__proposal__deal__company")
    link = Link.objects.select_related(*related).get(pk=reminder.link_id)
    seller, now = seller_of(link.version), timezone.now()
    if reason := reason_for_silence(link):
        return settle(reminder, STATES.CANCELLED, reason)
    if (later := next_working_moment(now, seller)) > now:
        return wait(reminder, later) if later < link.expires_at else settle(reminder, STATES.CANCELLED, "no work")
    write_letter(reminder, link, seller)
    return settle(reminder, STATES.DONE)


def reason_for_silence(link):
    """Why this buyer need not be reminded any more."""
    if link.version.state != Version.State.SENT:
        return "answered"
    if not Link.objects.standing().filter(pk=link.pk).exists():
        return "closed"
    return "" if link.contact.email else "no address"


def write_letter(reminder, link, seller):
    version, buyer = link.version, link.contact
    left = (version.valid_until - timezone.now().astimezone(zone_of(seller)).date()).days
    with translation.override(version.language):
        address = sealed_address(link, buyer.email, LinkKey.Use.REMINDER)
        context = {"link": link, "version": version, "seller": seller, "address": address, "days": left}
        subject = pgettext("paper", "%(title)s is open until %(day)s")
        queue_email(
            key=f"offer-reminder:{reminder.pk}",
            to=buyer.email,
            subject=subject % {"title": version.title, "day": full_date(version.valid_until)},
            text=render_to_string("proposals/email/expiring.txt", context),
            **from_whom(seller),
        )
    tell("proposal.reminded", link, by=None, days=left)


def settle(reminder, state, reason=""):
    ExpiryReminder.objects.filter(pk=reminder.pk).update(state=state, reason=reason, settled_at=Now(), lease_until=None)


def wait(reminder, moment):
    """Hold it back until somebody works, without counting that as a failure."""
    ExpiryReminder.objects.filter(pk=reminder.pk).update(due_at=moment, lease_until=None, attempts=0)


@transaction.atomic
def put_off(pk, error):
    """Try a failing reminder again after a growing pause."""
    reminder = ExpiryReminder.objects.pending().select_for_update(skip_locked=True).filter(pk=pk).first()
    if reminder and reminder.attempts > len(PAUSES):
        settle(reminder, STATES.FAILED, repr(error)[:300])
    elif reminder:
        pause = PAUSES[max(reminder.attempts, 1) - 1]
        ExpiryReminder.objects.filter(pk=pk).update(lease_until=Now() + pause, reason=repr(error)[:300])
