"""The Iranian solar calendar: days as people in Iran write them."""

from datetime import date

MONTHS = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
]
# 33 years hold eight leap years; these are the years of such a cycle that are one, as used from 1925 until 2087.
LEAP = {1, 5, 9, 13, 17, 22, 26, 30}
FIRST = date(622, 3, 21).toordinal()
CYCLE_YEARS, CYCLE_DAYS = 33, 33 * 365 + 8


def from_day(day):
    """A day as (year, month, day) of the Iranian calendar."""
    cycle, left = divmod(day.toordinal() - FIRST, CYCLE_DAYS)
    year = cycle * CYCLE_YEARS + 1
    while left >= (length := 366 if year % CYCLE_YEARS in LEAP else 365):
        left, year = left - length, year + 1
    month, rest = divmod(left, 31) if left < 186 else divmod(left - 186, 30)
    return year, month + (1 if left < 186 else 7), rest + 1


def in_words(day, with_year=True):
    """“۹ آذر ۱۴۰۵” with Latin digits still: “9 آذر 1405”."""
    year, month, number = from_day(day)
    return f"{number} {MONTHS[month - 1]} {year}" if with_year else f"{number} {MONTHS[month - 1]}"
