"""What other currencies are worth."""

from django.db import models


class ExchangeRate(models.Model):
    """What one unit of `currency` was worth in the workspace's currency from day `since` on."""

    currency = models.CharField(max_length=3)
    since = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["currency", "since"], name="one_rate_per_day")]

    def __str__(self):
        return f"{self.currency} {self.rate}"
