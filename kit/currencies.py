"""The currencies one can pay in today, to choose from."""

from functools import cache

from babel.core import get_global
from babel.numbers import get_territory_currencies

from kit.formats import locale


def currency_choices():
    """(ISO code, “EUR – Euro”) of each, in the reader's language, by their codes."""
    names = locale().currencies
    return [(code, f"{code} – {names.get(code, code)}") for code in codes()]


@cache
def codes():
    territories = get_global("territory_currencies")
    return sorted({code for territory in territories for code in get_territory_currencies(territory)})
