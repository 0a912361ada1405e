"""Telling browsers while no page is open: who asked for it, and the carrier that brings it to their push service."""

import json

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from followups.models import Notification, PushSubscription
from followups.notices.vapid import authorization, sealed, server_key
from kit import outside
from timeline.models import Outgoing
from timeline.outgoing import NobodyThere, carry

GONE = (404, 410)
MOST_BROWSERS = 10
READ_SALT = "followups.read_by_push"
WORTH_SECONDS = 12 * 3600  # a browser that stays closed longer need not hear of it any more
READ_SECONDS = 14 * 24 * 3600  # a notice may lie in a browser for long before somebody presses it


class NotTaken(Exception):
    """The push service did not take it now."""


@transaction.atomic
def keep_browser(user, *, endpoint, p256dh, auth, browser):
    """Tell this browser from now on what its user is told; the oldest of too many is forgotten."""
    facts = {"user": user, "p256dh": p256dh, "auth": auth, "server_key": server_key(), "browser": browser[:80]}
    kept, _is_new = PushSubscription.objects.update_or_create(endpoint=endpoint, defaults=facts)
    others = list(user.push_subscriptions.values_list("pk", flat=True))
    PushSubscription.objects.filter(pk__in=others[MOST_BROWSERS:]).delete()
    return kept


def forget_browser(subscription):
    """Tell this browser nothing any more."""
    PushSubscription.objects.filter(pk=subscription.pk).delete()


@carry(Outgoing.Kind.PUSH)
def push(message):
    """Bring one notice to one browser; one that is gone is forgotten, and what was read meanwhile stays unsaid."""
    subscription, notice = find(message.payload)
    said = {"text": notice.text, "url": notice.url, "tag": f"notice-{notice.pk}", "read": reading_of(notice)}
    headers = {
        "Authorization": authorization(subscription.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(WORTH_SECONDS),
        "Topic": message.message_id.hex,
    }
    answer = outside.post(subscription.endpoint, sealed(json.dumps(said).encode(), subscription), headers)
    if answer.status in GONE:
        forget_browser(subscription)
        raise NobodyThere(f"The push service answered {answer.status}.")
    if not answer.is_good:
        raise NotTaken(f"The push service answered {answer.status}.")
    PushSubscription.objects.filter(pk=subscription.pk).update(told_at=timezone.now())


def reading_of(notice):
    """The address by which the browser says that its user has opened this notice, signed in or not."""
    return reverse("followups:read-by-push", args=[signing.dumps([notice.pk, notice.user_id], salt=READ_SALT)])


def read_by(token):
    """The notice of such an address, None if it is not ours or too old."""
    try:
        pk, user = signing.loads(token, salt=READ_SALT, max_age=READ_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Notification.objects.select_related("user").filter(pk=pk, user=user, user__is_active=True).first()


def find(payload):
    """The browser and the notice of a message; NobodyThere where one of them is gone, or it has been read."""
    subscription = PushSubscription.objects.filter(pk=payload["subscription"], user__is_active=True).first()
    if subscription is None or subscription.server_key != server_key():
        raise NobodyThere("This browser is told nothing any more.")
    notice = Notification.objects.filter(pk=payload["notice"], user=subscription.user_id, read_at=None).first()
    if notice is None:
        raise NobodyThere("It was read meanwhile.")
    return subscription, notice
