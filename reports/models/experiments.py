"""Changes of how people sell, marked so that the deals before and after can be compared."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.visibility import Visibility, visibility_of
from pipeline.models import Pipeline


class ExperimentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody finds those of the whole house; those of a team, who is in its branch or above it."""
        if visibility_of(user) == Visibility.EVERYONE:
            return self
        seen = Q(team=None)
        if user.team_path:
            above = user.team_path.rstrip(".").split(".")
            seen |= Q(team__path__startswith=user.team_path) | Q(team_id__in=above)
        return self.filter(seen)


class Experiment(models.Model):
    """A change that began on a day, such as a new playbook; without `ended_on` it goes on."""

    name = models.CharField(_("name"), max_length=120)
    change = models.TextField(_("what changed"), max_length=2000, blank=True, default="")
    began_on = models.DateField(_("began on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    pipeline = models.ForeignKey(Pipeline, models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    objects = ExperimentQuerySet.as_manager()

    class Meta:
        ordering = ["-began_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")), name="experiment_ends_after_it_began"
            )
        ]

    def __str__(self):
        return self.name
