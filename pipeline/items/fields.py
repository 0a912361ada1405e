"""Numbers with three decimals, which may look like thousands."""

import re

from kit.formats import locale
from kit.numbers import NumberField, plain_number

ONE_MARK = re.compile(r"[+-]?\d+([.,])\d{3}")


class ExactField(NumberField):
    """A number with up to three decimals; a mark before just three digits is read as the reader’s language means it."""

    def to_python(self, value):
        marked = ONE_MARK.fullmatch(value.strip()) if isinstance(value, str) else None
        if marked and self.decimal_places == 3:
            value = plain_number(value, 3 if marked[1] == decimal_mark() else 2)
            return super(NumberField, self).to_python(value)
        return super().to_python(value)

    def prepare_value(self, value):
        shown = super().prepare_value(value)
        return shown.replace(".", decimal_mark()) if hasattr(value, "normalize") else shown


def decimal_mark():
    """Between units and decimals in the reader's language, as far as it is typed on every keyboard."""
    mark = locale().number_symbols.get("latn", {}).get("decimal", ".")
    return mark if mark in ",." else "."
