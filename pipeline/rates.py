"""What foreign money is worth in the workspace's currency, by the day."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from accounts.queries import find_workspace
from accounts.zones import today
from pipeline.models import ExchangeRate

CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 15  # no deal is worth more, so that its sums fit their columns


class ValueRefused(Exception):
    """A deal cannot have this value; says why. `fact` is the one that must change."""

    fact = "currency"


class RateMissing(ValueRefused):
    """Nobody has said yet what this currency is worth."""

    def __init__(self, currency, base):
        self.currency, self.base = currency, base
        super().__init__(
            _("What is one %(currency)s worth in %(base)s? No rate is known for that day: ask an admin to add it.")
            % {"currency": currency, "base": base}
        )


class WorthTooLarge(RateMissing):
    """No sum of the workspace's currency can hold this."""

    def __init__(self, currency, base):
        super().__init__(currency, base)
        self.args = (
            _("At the rate of %(currency)s this is more %(base)s than anybody pays: look at value and rate again.")
            % {"currency": currency, "base": base},
        )


def workspace_currency():
    """The ISO 4217 code every total is said in."""
    workspace = find_workspace.one()
    return workspace.currency if workspace else "EUR"


def in_base(amount, currency, *, on=None):
    """An amount in the workspace's currency at the rate of one of its days (today unless told), rounded to the cent."""
    base = workspace_currency()
    if not amount or currency == base:
        return Decimal(amount)
    known = ExchangeRate.objects.filter(currency=currency, since__lte=on or today())
    rate = known.order_by("-since").values_list("rate", flat=True).first()
    if rate is None:
        raise RateMissing(currency, base)
    return weighed(amount, rate, currency, base)


def weighed(amount, rate, currency, base):
    """An amount at a rate, rounded to the cent; raises WorthTooLarge."""
    worth = (amount * rate).quantize(CENT, ROUND_HALF_UP)
    if worth >= LARGEST:
        raise WorthTooLarge(currency, base)
    return worth
