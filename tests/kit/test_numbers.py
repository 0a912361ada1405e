"""Numbers as people type them, in whatever country."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from kit.numbers import NumberField, plain_number


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("35,5", "35.5"), ("35.5", "35.5"), ("35", "35"), (" 12 400 ", "12400"), ("12,400", "12400"),
        ("12.400", "12400"), ("12,400.50", "12400.50"), ("12.400,50", "12400.50"), ("1,234,567", "1234567"),
        ("1.234.567,8", "1234567.8"), ("1,234,567.8", "1234567.8"), ("12’400", "12400"), ("12\u202f400,5", "12400.5"),
        ("-1.5", "-1.5"), ("0,125", "0.125"), (",5", ".5"), ("1234,5", "1234.5"),
    ],
)  # fmt: skip
def test_marks_of_every_country(typed, read):
    assert plain_number(typed) == read


@pytest.mark.parametrize(("typed", "read"), [("1,085", "1.085"), ("1.085", "1.085"), ("1.234,085", "1234.085")])
def test_where_three_decimals_may_be_a_mark_begins_them(typed, read):
    assert plain_number(typed, places=6) == read


@pytest.mark.parametrize("typed", ["a lot", "1,2,3", "1.2.3", "12,40,0", ",", ".", "1e5,5,5", "--5", "12,4x0"])
def test_what_is_no_number_stays_none(typed):
    with pytest.raises(ValidationError):
        NumberField(max_digits=9, decimal_places=2).clean(typed)


def test_a_field_reads_what_it_shows():
    field = NumberField(max_digits=9, decimal_places=2)
    for number in ("35", "85.5", "12400", "0.25"):
        shown = field.prepare_value(Decimal(number).quantize(Decimal("0.01")))
        assert (shown, field.clean(shown)) == (number, Decimal(number))
