"""The one place where numbers, money, dates and ages become text, in the reader's language and time zone."""

from datetime import datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal, get_currency_precision, get_currency_symbol
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

MINUS = "−"
THOUSAND, MILLION, BILLION = 10**3, 10**6, 10**9


def locale(language=None):
    """The Babel locale of a Django language code (the active one by default)."""
    return parsed(language or get_language() or "en")


@cache
def parsed(language):
    return Locale.parse(language, sep="-")


def number(value, decimals=0):
    """1234.5 as “1,234.5” with up to `decimals` places."""
    return _number(value, decimals, get_language())


@lru_cache(maxsize=4096)
def _number(value, decimals, language):
    pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=locale(language)).replace("-", MINUS)


def percent(share, decimals=0):
    """A share of 0 to 1 as “35%”."""
    return f"{number(round(Decimal(str(share)) * 100, decimals), decimals)}%"


def chance(share):
    """A chance of 0 to 1, never as sure as “100%” or as hopeless as “0%”."""
    if 0.005 <= share < 0.995:
        return percent(share)
    return _("over 99%") if share > 0.5 else _("under 1%")


def exact_percent(share):
    """A share of 0 to 1 with both decimals, as tables say it: “70.39%”."""
    digits = format_decimal(Decimal(str(share)) * 100, format="#,##0.00", locale=locale(get_language()))
    return f"{digits.replace('-', MINUS)}%"


def money(amount, currency):
    """A full value in its own currency: “€48,200”, “NOK 1,240,000”; minor units only when there are some."""
    return _money(Decimal(amount or 0), currency, get_language())


@lru_cache(maxsize=4096)
def _money(amount, currency, language):
    has_minor_units = amount != amount.to_integral_value()
    pattern = "#,##0." + "0" * minor_places(currency) if has_minor_units else "#,##0"
    digits = format_decimal(abs(amount), format=pattern, locale=locale(language))
    return ("" if amount >= 0 else MINUS) + with_symbol(digits, currency, language)


@cache
def minor_places(currency):
    """A thousandth where a currency has thousandths, else a hundredth."""
    return 3 if get_currency_precision(currency) == 3 else 2


def whole(amount):
    """A sum in whole units, halves up as templates round, so that no two pages differ by one."""
    return int(Decimal(str(amount)).quantize(Decimal(1), ROUND_HALF_UP))


def amount(value, currency):
    """An exact sum below the name of its currency: “3,900”, “14.90”, and “0.125” where a price has thousandths."""
    value = Decimal(value or 0)
    is_whole, least = value == value.to_integral_value(), "0" * minor_places(currency)
    pattern = "#,##0" + ("" if is_whole else f".{least:#<3}")
    return format_decimal(value, format=pattern, locale=locale(get_language())).replace("-", MINUS)


def compact_money(amount, currency):
    """A sum with one decimal and k, m or bn: “€312.4k”."""
    return _compact_money(Decimal(amount or 0), currency, get_language())


@lru_cache(maxsize=4096)
def _compact_money(amount, currency, language):
    scaled, unit = shortened(abs(amount))
    return ("" if amount >= 0 else MINUS) + with_symbol(scaled + unit, currency, language)


def axis_money(amount, currency):
    """A round sum beside an axis, no longer than it must be: “€200k”."""
    amount = Decimal(str(amount))
    size, unit = next(((size, unit) for size, unit in magnitudes() if abs(amount) >= size), (1, ""))
    return with_symbol(number(amount / size, 2) + unit, currency, get_language())


def shortened(amount):
    for size, unit in magnitudes():
        if amount >= size:
            return format_decimal(amount / size, format="#,##0.0", locale=locale(get_language())), unit
    return number(amount), ""


def magnitudes():
    return _magnitudes(get_language())


@cache
def _magnitudes(_language):
    return (BILLION, _("bn")), (MILLION, _("m")), (THOUSAND, _("k"))


def with_symbol(digits, currency, language):
    symbol = currency_symbol(currency, language)
    return f"{symbol}{'\u00a0' if symbol[-1:].isalpha() else ''}{digits}"


@cache
def currency_symbol(currency, language=None):
    """The sign where it stands for one currency only, else the ISO code."""
    symbol = get_currency_symbol(currency, locale=locale(language))
    return symbol if len(symbol) == 1 or symbol.endswith("$") and currency == "USD" else currency


def day(value):
    """A day as “Tue 24 Nov”, with the year only if it is not this one."""
    if value is None:
        return ""
    value = local(value)
    skeleton = "MMMEd" if value.year == timezone.localdate().year else "yMMMEd"
    return _day(value.date() if isinstance(value, datetime) else value, skeleton, get_language())


@lru_cache(maxsize=4096)
def _day(value, skeleton, language):
    if language == "en":
        return f"{value:%a} {value.day} {value:%b}" + (f" {value:%Y}" if skeleton[0] == "y" else "")
    moment_of_day = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day has no zone
    return format_skeleton(skeleton, moment_of_day, locale=locale(language))


def long_day(value):
    """A day as a heading: “Thursday 19 November”."""
    value = local(value)
    if get_language() == "en":
        return f"{value:%A} {value.day} {value:%B}"
    return format_date(value, format="full", locale=locale(get_language()))


def month(value):
    """A month as “Nov 2026”."""
    return format_skeleton("yMMM", value, locale=locale(get_language()))


def months_of_the_year():
    """The twelve months as “Jan” to “Dec”."""
    names = locale(get_language()).months["stand-alone"]["abbreviated"]
    return [names[number] for number in range(1, 13)]


def clock(value):
    """A time of day as “15:00”."""
    value = value if isinstance(value, time) else local(value).time()
    return format_time(value, format="HH:mm", locale=locale(get_language()))


def weekday(value):
    """The name of a day of the week, such as “Monday”."""
    return format_date(value, format="EEEE", locale=locale(get_language()))


def weekdays(numbers):
    """Days of the week as “Mon, Tue, Fri”, from 0 for Monday."""
    names = locale(get_language()).days["format"]["abbreviated"]
    return ", ".join(names[number] for number in sorted(numbers))


def moment(value):
    """A time as “Today 15:00”, “Yesterday 09:12” or “Tue 24 Nov 15:00”."""
    return near(value, {0: _("Today"), -1: _("Yesterday"), 1: _("Tomorrow")})


def moment_within(value):
    """The same within a sentence: “today 15:00”."""
    return near(value, {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")})


def near(value, names):
    distance = (local(value).date() - timezone.localdate()).days
    return f"{names.get(distance) or day(value)} {clock(value)}"


def listed(words):
    """Words one after the other: “value, rate, and cycle”."""
    return format_list(words, locale=locale(get_language()))


def days(count):
    """An age in whole days: “12 d”."""
    return _("%(count)s d") % {"count": number(count)}


def lapse(delta):
    """A length of time as one waits it: “12 min”, “3 hr”."""
    return format_timedelta(delta, granularity="minute", threshold=1.5, format="short", locale=locale())


def due(value, now=None):
    """How a promised time stands: one of overdue, today, later, none, and the words for it.

    Who asks for many of them brings the local time that counts as `now`.
    """
    if value is None:
        return "none", _("No next step")
    now = now or timezone.localtime()
    distance = (local(value).date() - now.date()).days
    if value < now:
        return "overdue", overdue_words(-distance)
    if distance == 0:
        return "today", _("Today") if is_any_time(value) else f"{_('Today')} {clock(value)}"
    return "later", day(value)


def is_any_time(value):
    """Whether a promised time means its whole day: such a time is kept as the last second of a day."""
    return value.second == 59


def overdue_words(late_days):
    if late_days <= 0:
        return _("Overdue today")
    return ngettext("%(days)s d overdue", "%(days)s d overdue", late_days) % {"days": number(late_days)}


def local(value):
    """A datetime in the reader's zone; plain dates stay as they are."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
