"""The stays of deals in stages, the history everything that was learned comes from, and under labels."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models import LabelStay
from pipeline.models.deals import Deal
from pipeline.models.shape import Stage


class StageVisitQuerySet(models.QuerySet):
    def standing(self):
        """Visits that count: those whose move was not undone."""
        return self.filter(undone=False)


class StageVisit(models.Model):
    """One stay of a deal in a stage: the history that odds, conversion and time in stage are computed from."""

    class Exit(models.TextChoices):
        MOVED = "moved", _("Moved on")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")
        RESHAPED = "reshaped", _("The pipeline was reshaped")  # no step of the buyer: it counts as time, not as a move

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="visits")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="visits", db_index=False)
    entered_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    exit = models.CharField(max_length=8, choices=Exit, blank=True, default="")
    exit_to = models.ForeignKey(Stage, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone = models.BooleanField(default=False)
    # the deal came back, to a stage it had been in or to life; kept by a trigger
    again = models.BooleanField(default=False, db_default=False, editable=False)
    owner_id = models.BigIntegerField(null=True, editable=False)  # its deal's, kept by triggers: no report looks it up

    objects = StageVisitQuerySet.as_manager()

    class Meta:
        ordering = ["entered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["deal"],
                condition=Q(left_at=None, undone=False),
                include=["stage", "entered_at", "owner_id"],
                name="one_open_stay_per_deal",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("entered_at")), name="visit_ends_after_it_begins"
            ),
        ]
        # They hold all that a funnel asks of a stay, so that it need not be looked up.
        indexes = [
            models.Index(
                fields=["stage", "entered_at"],
                include=["undone", "again", "owner_id", "deal", "left_at", "exit", "exit_to"],
                name="visit_entered_facts",
            ),
            models.Index(
                fields=["stage", "left_at"],
                include=["entered_at", "owner_id", "deal", "exit"],
                condition=Q(left_at__isnull=False, undone=False),
                name="visit_left_facts",
            ),
            models.Index(fields=["deal"], condition=Q(exit="reshaped"), name="visit_reshaped"),
            models.Index(fields=["deal"], condition=Q(again=True), name="visit_again"),
        ]

    def __str__(self):
        return f"{self.deal_id} in {self.stage_id}"


class DealLabelStay(LabelStay):
    """So that the win rate of a label can be told as deals began and as they closed."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="label_stays")
    is_late = models.BooleanField(default=False, db_default=False, editable=False)  # the deal was there before it

    # A deal without such a stay carried the label it has all along.
    CHANGED = Q(ended_at__isnull=False) | Q(is_late=True)

    class Meta(LabelStay.Meta):
        constraints = [
            models.UniqueConstraint(fields=["deal"], condition=Q(ended_at=None), name="one_deal_label_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="deal_label_stay_ends"
            ),
        ]
        indexes = [
            models.Index(
                fields=["deal"], condition=Q(ended_at__isnull=False) | Q(is_late=True), name="deal_label_changed"
            )
        ]
