"""Deals summed up as far as the forecast tells them apart, so that a page costs the same over any number of them."""

from django.conf import settings
from django.db import models

from accounts.visibility import OwnedQuerySet
from pipeline.models import Pipeline, Stage


class OpenPool(models.Model):
    """Open deals of one owner in one stage and currency that are alike, kept by the listener.

    With an `age` (whole days in the stage) they are those without a probability of their own, whatever their dates:
    what the learned chances ask. Without an age they are all open deals, by the month they are expected in and the
    `probability` set by hand: what the stages' probabilities ask. `squares` is the sum of the squared amounts.
    """

    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="+", db_index=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="+", db_index=False)
    currency = models.CharField(max_length=3, default="", db_default="")
    age = models.PositiveSmallIntegerField(null=True)
    month = models.DateField(null=True)
    probability = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    count = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=24, decimal_places=2)
    squares = models.FloatField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["pipeline", "owner"], name="pool_of_owner")]

    def __str__(self):
        return f"{self.owner_id} {self.stage_id} {self.age}: {self.count}"


class Arrivals(models.Model):
    """How many deals of one owner began on a day, and what they are worth now; of the last weeks only."""

    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="+", db_index=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    currency = models.CharField(max_length=3, default="", db_default="")
    day = models.DateField()
    count = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=24, decimal_places=2)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pipeline", "owner", "currency", "day"], name="arrivals_once"),
        ]

    def __str__(self):
        return f"{self.owner_id} {self.day}: {self.count}"
