"""How wide the columns of a sheet must be, so that no text is cut off and no number turns into ####."""

from datetime import date, datetime
from decimal import Decimal
from unicodedata import east_asian_width

NARROWEST, WIDEST, AIR = 8, 60, 2


class Widths:
    """The widest thing said in each column; `see` all that is shown, then `set_on` the sheet."""

    def __init__(self, heads):
        self.found = [NARROWEST] * len(heads)
        for column, head in enumerate(heads):
            self.see(column, str(head))

    def see(self, column, text):
        self.found[column] = max(self.found[column], min(room_of(text), WIDEST))

    def set_on(self, page):
        for column, width in enumerate(self.found):
            page.set_column(column, column, width + AIR)


def room_of(text):
    """How many letters a text has room for; one of Chinese and its neighbours takes two."""
    return len(text) if text.isascii() else sum(1 + (east_asian_width(letter) in "WF") for letter in text)


def plainly_shown(value):
    """What a spreadsheet shows of a value by `plain_pattern`."""
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:,.{places_of(value)}f}"
    return str(value)


def plain_pattern(value):
    """How a spreadsheet is to show a value whose meaning nobody told it; None for its own way."""
    match value:
        case datetime():
            return "yyyy-mm-dd hh:mm"
        case date():
            return "yyyy-mm-dd"
        case Decimal():
            places = places_of(value)
            return f"#,##0.{'0' * places}" if places else "#,##0"
    return None


def places_of(value):
    """Both decimals of a sum of money, more where it has more, none where it was told without."""
    if value.as_tuple().exponent >= 0:
        return 0
    return max(2, -value.normalize().as_tuple().exponent)
