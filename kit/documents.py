"""Numbers, money and days as a document says them to a customer: exact, with the year, in the digits and by the
calendar of its language. Screens say them shorter, through kit/formats.py."""

from datetime import datetime
from decimal import Decimal

from babel.dates import format_skeleton
from babel.numbers import format_decimal, get_currency_precision
from django.utils import timezone
from django.utils.translation import get_language

from kit import jalali
from kit.formats import MINUS, currency_symbol, locale

PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def exact_number(value):
    """12.500 as “12.5”, all places that say something."""
    return digits(format_decimal(Decimal(value).normalize(), format="#,##0.######", locale=locale()))


def exact_amount(amount, currency):
    """An amount without its currency: whole where it is whole, else with all places the currency is paid in."""
    amount = Decimal(amount)
    places = 0 if amount == amount.to_integral_value() else places_for(amount, currency)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return digits(format_decimal(amount, format=pattern, locale=locale()))


def places_for(amount, currency):
    """The places of the currency, or more where a price has more."""
    return max(get_currency_precision(currency), -Decimal(amount).normalize().as_tuple().exponent)


def exact_money(amount, currency):
    """An amount with its currency: “NOK 1,550,000”, “€1,234.50”, “۱٬۵۵۰٬۰۰۰ NOK”."""
    amount, language = Decimal(amount), get_language()
    symbol, said = currency_symbol(currency, language), exact_amount(abs(amount), currency)
    sign = MINUS if amount < 0 else ""
    if language == "fa":
        return f"{sign}{said}\u00a0{symbol}"
    return f"{sign}{symbol}{'\u00a0' if symbol[-1:].isalpha() else ''}{said}"


def exact_rate(percent):
    """25.00 as “25%”."""
    said = exact_number(percent)
    return f"{said}٪" if get_language() == "fa" else f"{said}%"


def full_date(day):
    """A day with its year: “30 Nov 2026”, “2026年11月30日”, “۹ آذر ۱۴۰۵”."""
    return said_day(day, "yMMMd")


def short_date(day):
    """A day within a plan: “4 Jan”, with its year where it is another one than today's."""
    return said_day(day, "MMMd" if day.year == timezone.localdate().year else "yMMMd")


def said_day(day, skeleton):
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    if get_language() == "fa":
        return digits(jalali.in_words(day, with_year="y" in skeleton))
    if get_language() == "en":
        return f"{day.day} {day:%b}" + (f" {day.year}" if "y" in skeleton else "")
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day has no zone
    return format_skeleton(skeleton, midnight, locale=locale())


def digits(text):
    """A text with the digits of the active language."""
    text = str(text).replace("-", MINUS)
    if get_language() != "fa":
        return text
    return text.replace(",", "٬").replace(".", "٫").translate(PERSIAN_DIGITS)
