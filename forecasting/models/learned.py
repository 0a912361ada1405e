"""How much, how sure: what history says about each stage, and the forecast kept ready for every month."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.visibility import OwnedQuerySet
from pipeline.models import Deal, Pipeline


class LearnedOdds(models.Model):
    """The hazard table learned from one pipeline's history, with its evidence; kept, never overwritten.

    `stages` lists the stage ids in order; `hazards` is [stage][age bin][won, lost, each stage], in exits a day.
    """

    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="learned_odds")
    fitted_at = models.DateTimeField(db_default=Now())
    stages = models.JSONField()
    hazards = models.JSONField()
    evidence = models.JSONField(default=dict)

    class Meta:
        ordering = ["-fitted_at", "-id"]
        get_latest_by = ["fitted_at", "id"]

    def __str__(self):
        return f"{self.pipeline_id} {self.fitted_at:%Y-%m-%d}"


class DealOdds(models.Model):
    """The learned chances (0 to 1) of one open deal: to be won ever, and by the end of the month it is expected in.

    A close date that has passed counts as this month; without a date both chances are the same.
    """

    deal = models.OneToOneField(Deal, models.CASCADE, related_name="learned")
    eventual = models.FloatField()
    in_time = models.FloatField()
    computed_at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return f"{self.deal_id}: {self.eventual:.2f}"


class ForecastLine(models.Model):
    """One owner's month in one pipeline and of deals in one `currency`, kept ready by the listener.

    All amounts are in the workspace's currency.

    What was won counts in the month it closed, what is open in the month it is expected, without a month where it has
    no date; dates that have passed stay where they are and are read as this month, `late` as of the day of writing.
    `weighted_learned` asks for no dates: it is what all open deals may bring in that month by the learned chances; only
    what somebody gave a probability of its own counts where it is expected.
    """

    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    currency = models.CharField(max_length=3, default="", db_default="")
    month = models.DateField(null=True)  # its first day
    won = models.DecimalField(max_digits=24, decimal_places=2, default=0)
    won_count = models.PositiveIntegerField(default=0)
    open_amount = models.DecimalField(max_digits=24, decimal_places=2, default=0)
    open_count = models.PositiveIntegerField(default=0)
    commit_amount = models.DecimalField(max_digits=24, decimal_places=2, default=0, db_default=0)
    best_amount = models.DecimalField(max_digits=24, decimal_places=2, default=0, db_default=0)
    weighted_by_stage = models.DecimalField(max_digits=24, decimal_places=2, default=0)
    weighted_learned = models.DecimalField(max_digits=24, decimal_places=2, default=0)
    late_amount = models.DecimalField(max_digits=24, decimal_places=2, default=0, db_default=0)
    late_count = models.PositiveIntegerField(default=0, db_default=0)
    computed_at = models.DateTimeField(db_default=Now())

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pipeline", "owner", "currency", "month"], nulls_distinct=False, name="one_line_per_month"
            )
        ]

    def __str__(self):
        return f"{self.owner_id} {self.month or ''}"
