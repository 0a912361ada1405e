"""Reports that go out by e-mail of themselves: when, to whom, and how each letter went."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from timeline.leases import FREE

A_MOMENT = timedelta(minutes=1)  # whoever presses twice means one letter


class ReportScheduleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; what is not here does not exist for them (404)."""
        return self.filter(owner=user)

    def due(self):
        """Those whose time has come by the database's clock, unless they are paused."""
        return self.filter(paused_at=None, next_at__lte=Now()).order_by("next_at", "pk")


class ReportSchedule(models.Model):
    """A report sent each week or month to people of the house, at an hour of its owner's clock.

    `query` is the address behind the “?”, read with each receiver's rights; `next_at` is the next time on that clock.
    """

    class Every(models.TextChoices):
        WEEK = "week", _("Every week")
        MONTH = "month", _("On the first of every month")

    class Format(models.TextChoices):
        PDF = "pdf", _("PDF")
        XLSX = "xlsx", _("Excel")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="report_schedules")
    name = models.CharField(_("name"), max_length=120)
    report = models.CharField(max_length=40)
    query = models.TextField(max_length=2000, blank=True, default="")
    every = models.CharField(max_length=5, choices=Every, default=Every.WEEK)
    weekday = models.PositiveSmallIntegerField(default=0)  # Monday is 0; without meaning for a month
    at = models.TimeField()
    formats = ArrayField(models.CharField(max_length=4, choices=Format), default=list)
    receivers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    next_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = ReportScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="schedule_on_a_weekday"),
            models.CheckConstraint(condition=~Q(formats=[]), name="schedule_sends_something"),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(paused_at=None), name="schedule_next")]

    def __str__(self):
        return self.name


class ReportLetterQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(state=ReportLetter.State.PENDING)

    def due(self):
        """Those still to be written that nobody holds a lease on."""
        return self.pending().filter(FREE).order_by("due_at", "pk")

    def just_planned(self):
        """Those still on their way, and what was due a moment ago."""
        return self.filter(Q(state=ReportLetter.State.PENDING) | Q(due_at__gt=Now() - A_MOMENT))


class ReportLetter(models.Model):
    """One report for one receiver at one time: written once, or not, and then why."""

    class State(models.TextChoices):
        PENDING = "pending", _("on its way")
        DONE = "done", _("sent")
        SKIPPED = "skipped", _("not sent")
        FAILED = "failed", _("failed")

    schedule = models.ForeignKey(ReportSchedule, models.CASCADE, related_name="letters")
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State, default=State.PENDING)
    reason = models.TextField(blank=True, default="")  # why it was not sent, in the owner's words
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)

    objects = ReportLetterQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "receiver", "due_at"], name="one_report_letter_per_time")
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="pending"), name="report_letter_pending")]

    def __str__(self):
        return f"{self.schedule_id} for {self.receiver_id} at {self.due_at:%Y-%m-%d %H:%M}"
