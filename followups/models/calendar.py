"""The private addresses by which people read their follow-ups in a calendar of their own."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class CalendarFeedQuerySet(models.QuerySet):
    def open(self):
        return self.filter(revoked_at=None)


class CalendarFeed(models.Model):
    """The address of one person's follow-ups for calendar programs; only the SHA-256 of its token is kept."""

    class Shape(models.TextChoices):
        EVENTS = "events", _("As events in the calendar")
        TASKS = "tasks", _("As tasks to tick off")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    shape = models.CharField(_("shown"), max_length=6, choices=Shape, default=Shape.EVENTS)
    alarm_minutes = models.PositiveSmallIntegerField(_("alarm"), null=True, blank=True, default=15)
    read_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(token_hash__regex="^[0-9a-f]{64}$"), name="feed_token_is_hashed"),  # noqa: S106 - a pattern, no secret
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at=None), name="one_feed_per_person"),
        ]

    def __str__(self):
        return f"{self.user_id}: {self.shape}"
