"""What the pages of the forecast and the reports share."""

from accounts.models import Workspace


def currency_of():
    """The ISO code all sums are said in."""
    return Workspace.objects.values_list("currency", flat=True).first() or "EUR"


def with_value(address, **values):
    """The query of an address with some values set."""
    query = address.copy()
    for name, value in values.items():
        query[name] = value
    return query.urlencode()
