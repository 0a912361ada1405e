"""Cells become values: money, days, words. What cannot be understood is refused with a sentence, never guessed."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
LARGEST = Decimal(10) ** 15
THOUSANDS_COMMA = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
THOUSANDS_POINT = re.compile(r"\d{1,3}(\.\d{3}){2,}|\d{1,3}(\.\d{3})+,\d+")
PARTS = re.compile(r"\s*(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:[T ].*)?")
PERSIAN = str.maketrans("٬٫،", ",.,")
UNIT = r"(?:[A-Za-z]{1,3}\.?|[€$£¥₹₦₩₺₽₫])?"
MONEY = re.compile(rf"{UNIT}\s*(\d[\d.,'’_\s]*)\s*{UNIT}")
EMAIL = re.compile(r"[^@\s,;<>()\"\\]+@[^@\s,;<>()\"\\.]+(?:\.[^@\s,;<>()\"\\.]+)+")
YES, NO = (
    {"yes", "y", "true", "1", "x", "ja", "ya", "是", "بله"},
    {"no", "n", "false", "0", "nein", "tidak", "否", "خیر"},
)
BETWEEN = re.compile(r"['’_\s]")


class Refused(ValueError):
    """A cell or a row that cannot be taken; the message says why and what would do."""


def to_text(longest):
    def read(cell, _hints):
        if len(cell) > longest:
            raise Refused(_("“%(start)s…” is longer than %(most)d characters.") % {"start": cell[:30], "most": longest})
        return cell

    return read


def to_email(cell, _hints):
    if cell and (len(cell) > 254 or not EMAIL.fullmatch(cell)):
        raise Refused(_("“%(cell)s” is not an e-mail address.") % {"cell": cell[:60]})
    return cell


def to_yes_no(cell, _hints):
    """Yes or no in the words programs use; None where the file says nothing."""
    if not cell:
        return None
    word = cell.casefold()
    if word not in YES and word not in NO:
        raise Refused(_("“%(cell)s” is neither yes nor no.") % {"cell": cell[:40]})
    return word in YES


def to_money(cell, _hints):
    """“1,234.50”, “1.234,50” or “€ 1 234” as Decimal, at least 0."""
    if not cell:
        return None
    try:
        digits = BETWEEN.sub("", MONEY.fullmatch(cell.translate(PERSIAN))[1])
        amount = Decimal(unmarked(digits)).quantize(Decimal("0.01"))
    except (InvalidOperation, TypeError):
        raise Refused(_("“%(cell)s” is not an amount.") % {"cell": cell[:40]}) from None
    if amount >= LARGEST:
        raise Refused(_("“%(cell)s” is not an amount anybody pays.") % {"cell": cell[:40]})
    return amount


def unmarked(digits):
    """A number with a point for decimals and nothing between thousands; one point alone is a decimal point."""
    if THOUSANDS_POINT.fullmatch(digits):
        return digits.replace(".", "").replace(",", ".")
    if THOUSANDS_COMMA.fullmatch(digits):
        return digits.replace(",", "")
    return digits.replace(",", ".")


def to_day(cell, hints):
    """“2026-11-19”, “19.11.2026” or “11/19/2026” as a date; `hints["days"]` says which comes first."""
    if not cell:
        return None
    try:
        year, month, day = ordered(PARTS.fullmatch(cell).groups(), hints.get("days") or DAY_FIRST)
        return date(year, month, day)
    except (AttributeError, ValueError):
        raise Refused(_("“%(cell)s” is not a day we can read, such as 2026-11-19.") % {"cell": cell[:40]}) from None


def ordered(parts, days):
    first, second, third = map(int, parts)
    if len(parts[0]) == 4:
        return first, second, third
    year = third if third > 99 else 2000 + third
    return (year, second, first) if days == DAY_FIRST else (year, first, second)


def likely_days(cells):
    """What one unmistakable day says of the order of day and month, else days first; “” if all begin with the year."""
    parts = [found for cell in cells if (found := PARTS.fullmatch(cell)) and len(found[1]) < 4]
    if any(int(found[2]) > 12 for found in parts):
        return MONTH_FIRST
    return DAY_FIRST if parts else ""
