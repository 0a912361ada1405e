"""What comes back: a promise that is made anew each time it is done, and which of its days were made already."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from followups.models.follow_ups import FollowUp, FollowUpKind


class Series(models.Model):
    """How a promise comes back: `rule` is an RRULE, `at` a time on the clock of `zone`, or none for any time that day.

    The words, the person and the reminders are those of the occurrences still to come.
    """

    kind = models.ForeignKey(FollowUpKind, models.PROTECT)
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=200)
    starts_on = models.DateField()
    at = models.TimeField(null=True)
    zone = models.CharField(max_length=60)
    remind_before = ArrayField(models.CharField(max_length=8), null=True)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return f"{self.title}: {self.rule}"


class Occurrence(models.Model):
    """One day of a series, made once; its follow-up may have been moved to another day since."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="occurrences")
    day = models.DateField()
    follow_up = models.OneToOneField(FollowUp, models.CASCADE, related_name="occurrence")

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["series", "day"], name="each_occurrence_once")]

    def __str__(self):
        return f"{self.series}: {self.day}"
