"""How many stays ended in months gone by, so that a million deals are not counted anew for each look at all time.

Months are those of UTC. What is written down of a month holds until one of its stays changes (docs/decisions/0032).
"""

from django.db import models


class EndedMonth(models.Model):
    """A month of which it is written down how its stays ended."""

    month = models.DateField(primary_key=True)

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


class StirredMonth(models.Model):
    """A month gone by in which a stay was changed, written by triggers; sums from before that say nothing any more."""

    month = models.DateField()

    def __str__(self):
        return f"{self.month:%Y-%m}"
