"""What amounts in a file are worth in the workspace's currency, without asking the database for every row."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from accounts.zones import today
from leads.importing.values import Refused
from pipeline.models import ExchangeRate
from pipeline.rates import CENT, workspace_currency


class Worth:
    def __init__(self):
        self.base, self.today, self.rates = workspace_currency(), today(), {}
        for rate in ExchangeRate.objects.order_by("since"):
            self.rates.setdefault(rate.currency, []).append((rate.since, rate.rate))

    def check(self, currency, day):
        if self.rate(currency, day) is None:
            raise Refused(
                _("What is one %(currency)s worth in %(base)s? No rate is known for that day: ask an admin to add it.")
                % {"currency": currency, "base": self.base}
            )

    def of(self, amount, currency, day):
        """The amount in the workspace's currency at the rate of a day (None: today), rounded to the cent."""
        return (amount * self.rate(currency, day)).quantize(CENT, ROUND_HALF_UP)

    def rate(self, currency, day):
        """The latest rate that was known on a day, or None."""
        if currency == self.base:
            return Decimal(1)
        known = reversed(self.rates.get(currency, ()))
        return next((rate for since, rate in known if since <= (day or self.today)), None)
