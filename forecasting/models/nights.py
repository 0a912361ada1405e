"""How everything stood at the end of each day: the nights that were written, the deals, and what was forecast."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.visibility import OwnedQuerySet
from forecasting.models.ledger import PeriodKind


class How(models.TextChoices):
    TAKEN = "taken", _("taken that night")
    REBUILT = "rebuilt", _("written later, from the log")


class Night(models.Model):
    """A day whose end was written down, once; never changed (the database refuses it)."""

    day = models.DateField(unique=True)
    how = models.CharField(max_length=7, choices=How, default=How.TAKEN)
    currency = models.CharField(max_length=3)  # the workspace's then
    deals = models.PositiveIntegerField()  # how many there were
    changed = models.PositiveIntegerField()  # how many of them were otherwise than the night before
    taken_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-day"]
        get_latest_by = "day"

    def __str__(self):
        return f"{self.day}"


class DealSnapshotQuerySet(OwnedQuerySet):
    def on(self, day):
        """How each deal stood when this day ended."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


class DealSnapshot(models.Model):
    """How a deal stood at the end of each day from `since` until before `until`; only what changes makes a new row.

    The ids name what was there then, whatever became of it. `until` is set once, nothing else is ever changed. `chance`
    is the learned one to be won by the end of its month, written anew when it moved by five points.
    """

    deal_id = models.BigIntegerField()
    since = models.DateField()
    until = models.DateField(null=True)
    pipeline_id = models.BigIntegerField()
    stage_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    team_path = models.CharField(max_length=200, default="")
    status = models.CharField(max_length=4)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3)
    base_amount = models.DecimalField(max_digits=18, decimal_places=2)
    rate = models.DecimalField(max_digits=28, decimal_places=8, null=True)  # what base_amount came from
    expected_close = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    category = models.CharField(max_length=8)
    probability = models.DecimalField(max_digits=5, decimal_places=2)  # the deal's own, else its stage's, in percent
    chance = models.FloatField(null=True)

    objects = DealSnapshotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal_id", "since"], name="one_snapshot_per_change"),
            models.UniqueConstraint(fields=["deal_id"], condition=Q(until=None), name="one_snapshot_in_force"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="snapshot_has_days"),
        ]
        indexes = [
            models.Index(fields=["until"], condition=Q(status="open"), name="snapshot_open"),
            models.Index(fields=["closed_on"], condition=~Q(status="open"), name="snapshot_closed"),
        ]

    def __str__(self):
        return f"{self.deal_id} since {self.since}"


class ForecastSnapshot(models.Model):
    """What was forecast for a period when a day ended; only `actual` comes later, once, when the period has ended.

    Sums are in `currency`, the workspace's then. `commit` and `best` are the open deals of these categories alone;
    `expected` is F, the open deals by the learned chances, `variance` its V, `new_business` N; `low` to `high` are P10
    to P90 of the whole, what was won included.
    """

    class Scope(models.TextChoices):
        HOUSE = "house", _("House")
        TEAM = "team", _("Team")
        REP = "rep", _("Rep")
        PIPELINE = "pipeline", _("Pipeline")

    day = models.DateField()
    scope = models.CharField(max_length=8, choices=Scope)
    scope_id = models.BigIntegerField(default=0)  # the team, person or pipeline
    period = models.CharField(max_length=7, choices=PeriodKind)
    first = models.DateField()
    last = models.DateField()
    horizon = models.IntegerField()  # days left after this one
    how = models.CharField(max_length=7, choices=How, default=How.TAKEN)
    currency = models.CharField(max_length=3)
    won = models.DecimalField(max_digits=24, decimal_places=2)
    won_count = models.PositiveIntegerField()
    open_amount = models.DecimalField(max_digits=24, decimal_places=2)
    open_count = models.PositiveIntegerField()
    commit = models.DecimalField(max_digits=24, decimal_places=2)
    best = models.DecimalField(max_digits=24, decimal_places=2)
    weighted = models.DecimalField(max_digits=24, decimal_places=2)
    expected = models.DecimalField(max_digits=24, decimal_places=2)
    variance = models.FloatField()
    new_business = models.DecimalField(max_digits=24, decimal_places=2)
    low = models.DecimalField(max_digits=24, decimal_places=2)
    middle = models.DecimalField(max_digits=24, decimal_places=2)
    high = models.DecimalField(max_digits=24, decimal_places=2)
    quota = models.DecimalField(max_digits=24, decimal_places=2, null=True)
    submission = models.DecimalField(max_digits=24, decimal_places=2, null=True)
    adjustment = models.DecimalField(max_digits=24, decimal_places=2, null=True)
    actual = models.DecimalField(max_digits=24, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "scope_id", "first", "last", "day"], name="one_forecast_a_night"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="forecast_period_has_days"),
        ]
        indexes = [models.Index(fields=["last"], condition=Q(actual=None), name="forecast_unsettled")]

    def __str__(self):
        return f"{self.scope} {self.scope_id} {self.first}, {self.day}"

    @property
    def model(self):
        """The whole that was expected: won, the open deals by their chances, and new business."""
        return self.won + self.expected + self.new_business
