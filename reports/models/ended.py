"""What ended in months gone by, so that a million deals are not counted anew for each look at a long time.

Months are the workspace's. What is written down of a month holds until something in it changes (docs/decisions/0032).
"""

from django.db import models


class EndedMonth(models.Model):
    """A month of which it is written down how its stays ended and its deals closed; until before it is over."""

    month = models.DateField(primary_key=True)
    zone = models.CharField(max_length=60)  # that of the workspace as it was written; in another, months are others
    start = models.DateTimeField()
    until = models.DateTimeField()

    def __str__(self):
        return f"{self.month:%Y-%m}"


class EndedStays(models.Model):
    """So many stays in a stage ended in a month in the same way after as many whole hours, whosever deals they are."""

    month = models.DateField(db_index=True)
    stage_id = models.BigIntegerField()
    exit = models.CharField(max_length=10)
    exit_to_id = models.BigIntegerField(null=True)
    hours = models.IntegerField()
    count = models.IntegerField()

    def __str__(self):
        return f"{self.month:%Y-%m} {self.stage_id} {self.exit} {self.hours} h: {self.count}"


class EndedDeals(models.Model):
    """So many deals closed in a month that have the same values of one kind; an owner's, or everybody's without one.

    Amounts are in cents of the workspace's currency; `squares` is the sum of theirs, each by itself.
    """

    month = models.DateField(db_index=True)
    kind = models.CharField(
        max_length=10
    )  # one of reports.win_rate.groupings.KINDS; the facts of others are null or empty
    owner_id = models.BigIntegerField(null=True)
    pipeline_id = models.BigIntegerField(null=True)
    label_id = models.BigIntegerField(null=True)
    reason_id = models.BigIntegerField(null=True)
    industry = models.TextField()
    size = models.TextField()
    source = models.TextField()
    product = models.TextField()
    won = models.IntegerField()
    lost = models.IntegerField()
    won_cents = models.BigIntegerField()
    lost_cents = models.BigIntegerField()
    squares = models.FloatField()

    def __str__(self):
        return f"{self.month:%Y-%m} {self.kind}: {self.won} won, {self.lost} lost"


class StirredMonth(models.Model):
    """A month in which something was changed after it was over, written by triggers; older sums of it hold no more."""

    month = models.DateField()

    def __str__(self):
        return f"{self.month:%Y-%m}"
