"""Running totals of deals, kept by the database itself."""

from django.db import models

from pipeline.models.deals import Deal


class Tally(models.Model):
    """A small sum of deals of one kind: triggers add one for every change of deals, and now and then fold them.

    The rows of a kind together always say how many deals of it there are and what they are worth. `own_total` is the
    part whose deals have odds of their own, `own_worth` is that part times those odds, in hundredths.
    """

    stage_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    status = models.CharField(max_length=4, choices=Deal.Status)
    is_parked = models.BooleanField()
    has_step = models.BooleanField()
    count = models.IntegerField()
    total = models.DecimalField(max_digits=24, decimal_places=2)
    own_total = models.DecimalField(max_digits=24, decimal_places=2)
    own_worth = models.DecimalField(max_digits=28, decimal_places=4)

    def __str__(self):
        return f"{self.count:+} in {self.stage_id}"
