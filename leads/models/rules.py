"""The rules an admin writes for leads: who gets them, what makes their score, when they are let go.

Conditions are a list of {"fact": key, "is": test, "value": …}, all of which must hold (leads/conditions.py).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Workspace
from leads.models.labels import Label


class StandingRules(models.QuerySet):
    def standing(self):
        """The rules in use, in their order."""
        return self.filter(retired_at=None).order_by("position", "id")


def conditions_are_a_list(name):
    return models.CheckConstraint(condition=Q(conditions__contains=[]), name=name)


class AssignmentRule(models.Model):
    """Who gets a captured lead that meets the conditions; the first rule with somebody present decides."""

    class Way(models.TextChoices):
        ROUND_ROBIN = "turns", _("In turns")
        LEAST_BUSY = "least", _("Whoever has the fewest open leads")

    name = models.CharField(_("name"), max_length=80)
    conditions = models.JSONField(default=list, blank=True)
    way = models.CharField(_("how"), max_length=5, choices=Way, default=Way.ROUND_ROBIN)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = StandingRules.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [conditions_are_a_list("assignment_conditions_are_a_list")]

    def __str__(self):
        return self.name


class AssignmentTurn(models.Model):
    """One person a rule gives leads to; whoever waited longest is next."""

    rule = models.ForeignKey(AssignmentRule, models.CASCADE, related_name="turns")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    given = models.PositiveIntegerField(default=0)
    last_given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["rule", models.F("last_given_at").asc(nulls_first=True), "position", "id"]
        constraints = [models.UniqueConstraint(fields=["rule", "user"], name="one_turn_per_person")]

    def __str__(self):
        return f"{self.rule_id}: {self.user_id}"


class ScoringRule(models.Model):
    """Points for what a lead is (fit) or for what it did (engagement), which halve every `half_life` days."""

    class Kind(models.TextChoices):
        FIT = "fit", _("What they are")
        ENGAGEMENT = "deed", _("What they did")

    name = models.CharField(_("reason"), max_length=80)
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.FIT)
    points = models.SmallIntegerField(_("points"))
    conditions = models.JSONField(default=list, blank=True)
    signal = models.CharField(_("when they"), max_length=60, blank=True, default="")  # a verb of the log, for deeds
    most_times = models.PositiveSmallIntegerField(_("counts at most"), default=1)
    half_life = models.PositiveSmallIntegerField(_("halves after days"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = StandingRules.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            conditions_are_a_list("scoring_conditions_are_a_list"),
            models.CheckConstraint(condition=Q(points__range=(-100, 100)) & ~Q(points=0), name="points_say_something"),
            models.CheckConstraint(
                condition=Q(kind="fit", signal="", half_life=None) | Q(kind="deed") & ~Q(signal=""),
                name="deeds_have_a_signal",
            ),
            models.CheckConstraint(condition=Q(half_life=None) | Q(half_life__gt=0), name="half_life_takes_days"),
            models.CheckConstraint(condition=Q(most_times__gt=0), name="rule_counts_at_least_once"),
        ]

    def __str__(self):
        return self.name


class ScoreReason(models.Model):
    """What one rule gives one lead: `points` as they were at `earned_at`, after `times` deeds."""

    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="score_reasons")
    rule = models.ForeignKey(ScoringRule, models.CASCADE, related_name="reasons")
    points = models.DecimalField(max_digits=6, decimal_places=2)
    times = models.PositiveSmallIntegerField(default=1)
    earned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lead", "rule"], name="one_reason_per_rule")]

    def __str__(self):
        return f"{self.points:+} {self.rule_id}"


class ScoreThreshold(models.Model):
    """From this score on a lead carries the label, unless somebody chose one, and may be promoted."""

    at_least = models.SmallIntegerField(_("from"), unique=True)
    label = models.ForeignKey(Label, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("label"))
    promotes = models.BooleanField(_("promotes the lead"), default=False)

    class Meta:
        ordering = ["-at_least"]
        constraints = [
            models.CheckConstraint(condition=Q(at_least__range=(0, 100)), name="threshold_within_scores"),
            models.CheckConstraint(condition=Q(promotes=True) | Q(label__isnull=False), name="threshold_does_a_thing"),
        ]

    def __str__(self):
        return str(self.at_least)


class LeadPolicy(models.Model):
    """What the house has agreed about leads: after how many touches without an answer, in how many days, to let go."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="lead_policy")
    prune_touches = models.PositiveSmallIntegerField(_("touches"), default=6)
    prune_days = models.PositiveSmallIntegerField(_("days"), default=21)
    silence_days = models.PositiveSmallIntegerField(_("days without a touch"), default=90)  # then: turn to them again

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(prune_touches__gt=0, prune_days__gt=0), name="pruning_takes_time")
        ]

    def __str__(self):
        return f"{self.prune_touches} / {self.prune_days}"
