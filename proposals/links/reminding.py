"""Reminders before a link expires, exactly once: the database is the schedule, the tick claims what is due.

The mail's row and the new state of the reminder are one commit.
"""

from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import pgettext

from accounts.middleware import zone_of
from kit.documents import full_date
from proposals.answering.letters import sealed_address
from proposals.gaps import known_in
from proposals.links.actions import seller_of, tell
from proposals.links.times import next_working_moment
from proposals.mailing import EXPIRING, mail_buyer
from proposals.models import ExpiryReminder, Link, LinkKey, Version
from timeline.leases import claim, work_off

AT_ONCE = 50
STATES = ExpiryReminder.State


def claim_due():
    """Take a lease on the reminders that are due; returns their ids, earliest first."""
    return claim(ExpiryReminder.objects.due(), AT_ONCE)


def remind(pk):
    """Say one reminder, once."""
    work_off(pk, hold=hold, do=say, give_up=give_up, reason_in="reason")


def hold(pk):
    return ExpiryReminder.objects.pending().select_for_update(of=["self"], skip_locked=True).filter(pk=pk).first()


def say(reminder):
    related = ("contact", "version__proposal__deal__owner__team", "version__proposal__deal__company")
    link = Link.objects.select_related(*related).get(pk=reminder.link_id)
    seller, now = seller_of(link.version), timezone.now()
    if reason := reason_for_silence(link):
        return settle(reminder, STATES.CANCELLED, reason)
    if (later := next_working_moment(now, seller)) > now:
        return wait(reminder, later) if later < link.expires_at else settle(reminder, STATES.CANCELLED, "no work")
    if is_overtaken(reminder):
        return settle(reminder, STATES.CANCELLED, "overtaken")
    write_letter(reminder, link, seller)
    return settle(reminder, STATES.DONE)


def reason_for_silence(link):
    """Why this buyer need not be reminded any more."""
    if link.version.state != Version.State.SENT:
        return "answered"
    if not Link.objects.standing().filter(pk=link.pk).exists():
        return "closed"
    return "" if link.contact.email else "no address"


def is_overtaken(reminder):
    """Whether the next one is due as well, after days off or in the bin: nobody is reminded twice in a row."""
    nearer = ExpiryReminder.objects.filter(link=reminder.link_id, days__lt=reminder.days, due_at__lte=Now())
    return nearer.filter(state__in=[STATES.PENDING, STATES.DONE]).exists()


def write_letter(reminder, link, seller):
    version, buyer = link.version, link.contact
    left = (version.valid_until - timezone.now().astimezone(zone_of(seller)).date()).days
    with translation.override(version.language):
        address = sealed_address(link, buyer.email, LinkKey.Use.REMINDER)
        known = known_in(version, buyer)
        context = {"known": known, "version": version, "seller": seller, "address": address, "days": left}
        subject = pgettext("paper", "%(title)s is open until %(day)s")
        mail_buyer(
            buyer,
            version,
            f"{EXPIRING}:{reminder.pk}",
            by=seller,
            event=tell("proposal.reminded", link, by=None, days=left),
            subject=subject % {"title": version.title, "day": full_date(version.valid_until)},
            text=render_to_string("proposals/email/expiring.txt", context),
        )


def settle(reminder, state, reason=""):
    ExpiryReminder.objects.filter(pk=reminder.pk).update(state=state, reason=reason, settled_at=Now(), lease_until=None)


def wait(reminder, moment):
    """Hold it back until somebody works, without counting that as a failure."""
    ExpiryReminder.objects.filter(pk=reminder.pk).update(due_at=moment, lease_until=None, attempts=0)


def give_up(reminder, reason):
    settle(reminder, STATES.FAILED, reason)
