"""What next: follow-ups, the reminders before them, and what people were told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.visibility import OwnedQuerySet
from leads.models import Lead
from pipeline.models import Deal


class FollowUpKind(models.Model):
    """A sort of next action admins define; `icon` is a name from the kit."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    icon = models.CharField(max_length=30, default="note")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.name


class FollowUpQuerySet(OwnedQuerySet):
    def planned(self):
        return self.filter(done_at=None, cancelled_at=None)

    def overdue(self):
        return self.planned().filter(due_at__lt=timezone.now())

    def due_between(self, start, end):
        return self.planned().filter(due_at__gte=start, due_at__lt=end)


class FollowUp(models.Model):
    """A promised next action; with `any_time` only the day of `due_at` counts."""

    kind = models.ForeignKey(FollowUpKind, models.PROTECT)
    title = models.CharField(_("what to do"), max_length=200)
    deal = models.ForeignKey(Deal, models.CASCADE, null=True, blank=True, related_name="follow_ups")
    lead = models.ForeignKey(Lead, models.CASCADE, null=True, blank=True, related_name="follow_ups")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="follow_ups")
    due_at = models.DateTimeField(_("due"))
    any_time = models.BooleanField(_("any time that day"), default=False)
    done_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(_("outcome"), blank=True, default="")
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deal__isnull=False) | Q(lead__isnull=False), name="follow_up_is_about_something"
            )
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_at"], condition=Q(done_at=None, cancelled_at=None), name="follow_up_planned"
            )
        ]

    def __str__(self):
        return self.title

    @property
    def is_overdue(self):
        return self.done_at is None and self.cancelled_at is None and self.due_at < timezone.now()


class Reminder(models.Model):
    """One due reminder of a follow-up; the database is the schedule, a tick claims what is due with a lease."""

    class State(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        CANCELLED = "cancelled"
        FAILED = "failed"

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="reminders")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["follow_up", "due_at"], name="one_reminder_per_time")]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="pending"), name="reminder_pending")]

    def __str__(self):
        return f"{self.follow_up_id} at {self.due_at:%Y-%m-%d %H:%M}"


class Notification(models.Model):
    """One thing one person was told in the app; `key` makes it exactly once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=30)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["user", "-created_at"], name="notification_user")]

    def __str__(self):
        return self.text
