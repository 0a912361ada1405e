"""When teams work: the days of their week, the days that are free, and the hours in which nobody is disturbed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Team


def monday_to_friday():
    return [0, 1, 2, 3, 4]


class TeamHours(models.Model):
    """The week of a team and of the teams below it that have none of their own; without a team, everybody's else."""

    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="hours")
    working_days = ArrayField(models.PositiveSmallIntegerField(), default=monday_to_friday)  # Monday is 0
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team"], nulls_distinct=False, name="one_week_per_team"),
            models.CheckConstraint(condition=Q(working_days__len__gt=0), name="week_has_a_working_day"),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_both_ends",
            ),
        ]

    def __str__(self):
        return str(self.team or "")


class Holiday(models.Model):
    """A day on which a team and all below it do not work; without a team, nobody does."""

    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="holidays")
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["team", "day"], nulls_distinct=False, name="one_holiday_per_team_and_day")
        ]

    def __str__(self):
        return f"{self.day}: {self.name}"
