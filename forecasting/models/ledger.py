"""What people said a period would bring: submissions, adjustments and quotas, each as it was said and when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.visibility import OwnedQuerySet, Visibility, visibility_of, visible_owner_ids
from pipeline.models import Pipeline


class PeriodKind(models.TextChoices):
    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    YEAR = "year", _("Year")


class EntryQuerySet(OwnedQuerySet):
    def visible_to(self, user):
        """People’s entries as their deals are seen, a team’s by its branch, the house’s by who sees everybody."""
        owners = visible_owner_ids(user) if user.is_authenticated and user.is_active else []
        if owners is None:
            return self
        seen = Q(owner__in=owners)
        if user.team_path and visibility_of(user) == Visibility.TEAM:
            seen |= Q(team__path__startswith=user.team_path)
        return self.filter(seen)

    def about(self, *, first, last, pipeline=None):
        """What was said of the days from `first` to `last` in a pipeline, in all of them without one."""
        return self.filter(first=first, last=last, pipeline=pipeline)

    def in_force(self, day):
        """Of each kind, person and team the entry that holds on a day: what was said last among what had begun."""
        begun = self.filter(effective_on__lte=day)
        whose = ("kind", "owner_id", "team_id", "pipeline_id", "first", "last")
        return begun.order_by(*whose, "-effective_on", "-pk").distinct(*whose)


class Entry(models.Model):
    """One sum somebody named for a period; append-only (the database refuses UPDATE and DELETE).

    It is about a person (`owner`), a team with its branches, or without either the house. `amount` None takes back what
    was said; `base_amount` is the sum in the workspace's currency at the rate of its day.
    """

    class Kind(models.TextChoices):
        SUBMISSION = "submission", _("Submission")
        ADJUSTMENT = "adjustment", _("Adjustment")
        QUOTA = "quota", _("Quota")

    kind = models.CharField(max_length=10, choices=Kind)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    pipeline = models.ForeignKey(Pipeline, models.PROTECT, null=True, related_name="+")
    period = models.CharField(max_length=7, choices=PeriodKind)
    first = models.DateField()
    last = models.DateField()
    amount = models.DecimalField(_("sum"), max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(_("currency"), max_length=3)
    base_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    base_currency = models.CharField(max_length=3)
    note = models.CharField(_("note"), max_length=500, blank=True, default="")
    effective_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said_at = models.DateTimeField(db_default=Now())

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-effective_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="entry_period_has_days"),
            models.CheckConstraint(condition=Q(owner=None) | Q(team=None), name="entry_of_one_or_of_a_team"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="entry_not_negative"),
            models.CheckConstraint(
                condition=~Q(kind="submission") | Q(owner__isnull=False), name="submission_is_somebodys"
            ),
        ]
        indexes = [models.Index(fields=["first", "last", "kind"], name="entry_period")]

    def __str__(self):
        return f"{self.kind} {self.first} {self.amount}"
