"""What people are told, in their own language and time."""

from contextlib import ExitStack, contextmanager

from django.db import transaction
from django.utils import timezone, translation

from accounts.middleware import zone_of
from followups.models import ChannelChoice, Notification
from followups.notices.channels import ways_of
from followups.notices.sending import send_by
from timeline.live.publish import publish_to_user


@transaction.atomic
def notify(user, *, key, kind, text, url="", letter=None):
    """Tell one person one thing, exactly once for each `key`, by the ways they chose; returns whether it was new.

    `kind` is one of followups.notices.kinds; `letter` returns the words of its e-mail where the text is not enough.
    """
    ways = ways_of(user, kind)
    facts = {"user": user, "kind": kind, "text": shortened(text), "url": url}
    facts |= {"shown": ways.in_app, "for_digest": ways.mail == ChannelChoice.Mail.DIGEST}
    notice, is_new = Notification.objects.get_or_create(key=key, defaults=facts)
    if is_new:
        with speaking_to(user):
            send_by(ways, notice, letter)
        if ways.in_app:
            transaction.on_commit(lambda: publish_to_user(user.pk, "notice", {"id": notice.pk}), robust=True)
    return is_new


def shortened(text):
    limit = Notification._meta.get_field("text").max_length
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def mark_read(notification, *, by):
    """Remember that a person has seen what they were told."""
    Notification.objects.to(by).unread().filter(pk=notification.pk).update(read_at=timezone.now())


def mark_unread(notification, *, by):
    """Keep what somebody was told for later, as if they had not seen it yet."""
    Notification.objects.to(by).filter(pk=notification.pk).update(read_at=None)


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
