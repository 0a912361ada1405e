"""The page of what somebody was told."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from followups.models import Notification
from followups.notices.kinds import OTHER, all_kinds, kind_of, registry
from kit import formats


@dataclass(frozen=True)
class KindCount:
    """A kind somebody was told of, and how much of it is unread."""

    kind: object
    unread: int


def told(user, *, kind="", unread=False):
    """What this user was told, newest first; of one kind, or only what is unread."""
    notices = Notification.objects.to(user)
    if kind:
        notices = notices.filter(of_kind(kind))
    return notices.unread() if unread else notices


def of_kind(key):
    if key != OTHER:
        return Q(kind=key) | Q(kind__startswith=f"{key}.")
    named = Q()
    for other in registry.keys() - {OTHER}:
        named |= of_kind(other)
    return ~named


def kinds_told(user):
    """The KindCounts of everything this user was ever told of."""
    found = {}
    for kind, unread in (
        Notification.objects.to(user)
        .values_list("kind")
        .annotate(unread=Count("pk", filter=Q(read_at=None)))
        .order_by()
    ):
        key = kind_of(kind).key
        found[key] = found.get(key, 0) + unread
    return [KindCount(kind, found[kind.key]) for kind in all_kinds() if kind.key in found]


def by_day(notices):
    """[(words for the day, its notices)] of notices that come newest first, by the reader's clock."""
    days = {}
    for notice in dressed(notices):
        days.setdefault(timezone.localdate(notice.created_at), []).append(notice)
    return [(day_words(day), those) for day, those in days.items()]


def dressed(notices):
    """The notices, each with the icon of its kind."""
    for notice in notices:
        notice.icon = kind_of(notice.kind).icon
    return notices


def day_words(day):
    distance = (day - timezone.localdate()).days
    return {0: _("Today"), -1: _("Yesterday")}.get(distance) or formats.day(day)
