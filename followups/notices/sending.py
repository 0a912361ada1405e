"""How a notice leaves the app: by e-mail and to browsers, never in somebody's quiet hours."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from followups.letters import absolute
from followups.models import ChannelChoice, Notification
from followups.times import after_quiet_hours
from timeline.models import Outgoing
from timeline.outgoing import queue, queue_email

Mail = ChannelChoice.Mail


def send_by(ways, notice, letter=None):
    """Put on its way what these Ways ask for; `letter` makes the words of an e-mail, else they are the notice's own."""
    if not notice.user.is_active:
        return
    begin = end_of_quiet(notice.user)
    if ways.mail == Mail.NOW:
        words = letter() if letter else letter_of(notice)
        queue_email(key=notice.key, to=[notice.user.email], available_at=begin, **words)
    if ways.push:
        tell_browsers(notice, begin)


def end_of_quiet(user):
    """When the quiet hours of this user end, None while there are none."""
    now = timezone.now()
    begin = after_quiet_hours(now, user)
    return begin if begin > now else None


def letter_of(notice):
    """Subject and body of a notice as an e-mail, for the language and zone that are active."""
    context = {
        "notice": notice,
        "link": absolute(notice.url or reverse("followups:notifications")),
        "choices": absolute(reverse("followups:channels")),
    }
    return {
        "subject": " ".join(notice.text.split()),
        "text": render_to_string("followups/email/notice.txt", context),
        "html": render_to_string("followups/email/notice.html", context),
    }


def tell_browsers(notice, begin):
    for subscription in notice.user.push_subscriptions.all():
        payload = {"notice": notice.pk, "subscription": subscription.pk}
        key = f"push:{notice.pk}:{subscription.pk}"
        queue(Outgoing.Kind.PUSH, key=key, payload=payload, available_at=begin)


def take_for_digest(user):
    """The notices that waited for this user's digest, oldest first; called in the transaction that writes it."""
    waiting = Notification.objects.select_for_update().filter(user=user, for_digest=True).order_by("created_at", "pk")
    notices = list(waiting)
    Notification.objects.filter(pk__in=[notice.pk for notice in notices]).update(for_digest=False)
    return notices
