"""Numbers as people type them, in whatever country: 12,400 and 12.400,50 and 35,5."""

import re

from django import forms

SPACES = re.compile(r"[\s'’]")


def plain_number(typed, places=2):
    """What Python reads as this number with at most so many decimals; what is none comes back as it is.

    Of two kinds of marks the last begins the decimals. A mark before just three digits parts thousands, unless there
    may be three decimals.
    """
    text = SPACES.sub("", typed)
    mark = max(text.rfind(","), text.rfind("."))
    if mark < 0:
        return text
    whole, sign, decimals = text[:mark], text[mark], text[mark + 1 :]
    other = "." if sign == "," else ","
    if sign in whole or (other not in whole and len(decimals) == 3 and places < 3 and whole.strip("+-0")):
        return without_marks(text)
    return f"{without_marks(whole)}.{decimals}"


def without_marks(text):
    """The digits of a number whose marks only part thousands; marks that stand elsewhere stay, and make it none."""
    return re.sub(r"[.,](?=\d{3}(\D|$))", "", text)


class NumberField(forms.DecimalField):
    """A decimal, typed in the manner of any country, shown without zeros nobody needs: 35 and 85.5, not 35.00."""

    def __init__(self, **options):
        super().__init__(**({"widget": forms.TextInput({"inputmode": "decimal"})} | options))

    def to_python(self, value):
        places = 2 if self.decimal_places is None else self.decimal_places
        return super().to_python(plain_number(value, places) if isinstance(value, str) else value)

    def prepare_value(self, value):
        return f"{value.normalize():f}" if hasattr(value, "normalize") else value
