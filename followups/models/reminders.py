"""The reminders before what is promised: the database is their schedule."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from followups.models.follow_ups import FollowUp
from pipeline.models import Deal
from timeline.leases import FREE


class ReminderQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(state=Reminder.State.PENDING)

    def due(self):
        """Pending reminders whose time has come by the database's clock and that nobody holds a lease on.

        Those about a parked deal wait until it wakes.
        """
        rests = Exists(Deal.objects.parked().filter(pk=OuterRef("follow_up__deal_id")))
        return self.pending().filter(FREE, ~rests, due_at__lte=Now()).order_by("due_at", "pk")


class Reminder(models.Model):
    """One due reminder of a follow-up; the database is the schedule, a tick claims what is due with a lease."""

    class State(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        CANCELLED = "cancelled"
        FAILED = "failed"

    class Held(models.TextChoices):
        QUIET = "quiet", _("quiet hours")
        DAY_OFF = "day off", _("a day off")
        AWAY = "away", _("absence")
        PARKED = "parked", _("the deal was parked")

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="reminders")
    due_at = models.DateTimeField()
    lead = models.CharField(max_length=8, default="", db_default="")  # which of the lead times it is
    wanted_at = models.DateTimeField(null=True)  # its time, had nothing held it back
    held_because = models.CharField(max_length=10, choices=Held, blank=True, default="", db_default="")
    held_until = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["follow_up", "due_at"], name="one_reminder_per_time")]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="pending"), name="reminder_pending")]

    def __str__(self):
        return f"{self.follow_up_id} at {self.due_at:%Y-%m-%d %H:%M}"
