"""What people are told in the app, in their own language and time."""

from contextlib import ExitStack, contextmanager

from django.db import transaction
from django.utils import timezone, translation

from accounts.middleware import zone_of
from followups.models import Notification
from timeline.live.publish import publish_to_user


@transaction.atomic
def notify(user, *, key, kind, text, url=""):
    """Tell one person one thing, exactly once for each `key`; returns whether it was new."""
    notification, is_new = Notification.objects.get_or_create(
        key=key, defaults={"user": user, "kind": kind, "text": shortened(text), "url": url}
    )
    if is_new:
        transaction.on_commit(lambda: publish_to_user(user.pk, "notice", {"id": notification.pk}), robust=True)
    return is_new


def shortened(text):
    limit = Notification._meta.get_field("text").max_length
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def mark_read(notification, *, by):
    """Remember that a person has seen what they were told."""
    Notification.objects.to(by).unread().filter(pk=notification.pk).update(read_at=timezone.now())


def mark_all_read(*, by):
    """Remember that a person has seen everything they were told; returns how many were new to them."""
    return Notification.objects.to(by).unread().update(read_at=timezone.now())


@contextmanager
def speaking_to(user):
    """The language and the time zone of a person, for words that are written without their request."""
    with ExitStack() as stack:
        stack.enter_context(translation.override(user.language))
        stack.enter_context(timezone.override(zone_of(user)))
        yield
