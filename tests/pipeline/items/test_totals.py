"""What lines add up to: half even, line by line, and never a lost cent."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.items.totals import Discount, Line, places_of, totals_of


def lines_like(*amounts, **more):
    return [Line(number, Decimal(1), Decimal(amount), **more) for number, amount in enumerate(amounts)]


def test_the_deal_of_the_picture():
    lines = [
        Line("kit", Decimal(220), Decimal(3900), tax_rate=Decimal(25)),
        Line("fitting", Decimal(220), Decimal(850), tax_rate=Decimal(25)),
        Line("platform", Decimal(220), Decimal(1150), tax_rate=Decimal(25), billing="yearly", term_months=12),
    ]
    totals = totals_of(lines, Discount("Two-batch discount", amount=Decimal(58000)), "NOK")
    assert [line.amount for line in totals.lines] == [858000, 187000, 253000]
    assert (totals.subtotal, totals.discount, totals.net) == (1298000, 58000, 1240000)
    assert [line.tax for line in totals.lines] == [Decimal("204915.26"), Decimal("44661.02"), Decimal("60423.73")]
    tax = Decimal("310000.01")  # a quarter of the whole would be 310000: each line is rounded by itself
    assert (totals.taxes, totals.tax, totals.gross) == ({25: tax}, tax, 1240000 + tax)
    assert (totals.once, totals.monthly) == (Decimal("998305.09"), 0)
    assert totals.once + totals.yearly == totals.net


def test_half_a_unit_goes_to_the_even_one():
    lines = lines_like("0.125", "0.135", "0.5")
    assert [line.net for line in totals_of(lines, None, "EUR").lines] == [
        Decimal("0.12"),
        Decimal("0.14"),
        Decimal("0.50"),
    ]
    assert [line.net for line in totals_of(lines_like("0.5", "1.5", "2.5"), None, "JPY").lines] == [0, 2, 2]
    assert totals_of(lines_like("1.2345"), None, "KWD").net == Decimal("1.234")


def test_tax_is_counted_line_by_line():
    totals = totals_of(lines_like("0.10", "0.10", "0.10", tax_rate=Decimal(25)), None, "EUR")
    assert totals.tax == Decimal("0.06")  # each 0.025 is 0.02; of the sum it would be 0.08


def test_a_term_pays_the_price_again_and_again():
    month = Line("a", Decimal(2), Decimal(10), billing="monthly", term_months=12)
    year = Line("b", Decimal(1), Decimal(100), billing="yearly", term_months=18)
    open_end = Line("c", Decimal(1), Decimal(7), billing="monthly")
    totals = totals_of([month, year, open_end], None, "EUR")
    assert [line.net for line in totals.lines] == [240, 150, 7]
    assert (totals.once, totals.monthly, totals.yearly) == (0, 27, 100)


def test_what_is_not_chosen_is_priced_but_not_counted():
    option = Line("o", Decimal(1), Decimal(50), part="option", tax_rate=Decimal(10))
    chosen = Line("p", Decimal(1), Decimal(30), part="option", is_chosen=True)
    totals = totals_of([*lines_like(100), option, chosen], None, "EUR")
    assert [(line.amount, line.net, line.counts) for line in totals.lines] == [
        (100, 100, True),
        (50, 0, False),
        (30, 30, True),
    ]
    assert (totals.net, totals.tax) == (130, 0)


def test_alternatives_of_a_group_exclude_each_other():
    lines = [
        Line(key, Decimal(1), Decimal(price), part="alternative", group=group, is_chosen=chosen)
        for key, price, group, chosen in [
            ("a", 10, "size", False),
            ("b", 20, "size", True),
            ("c", 40, "size", True),
            ("d", 80, "colour", True),
        ]
    ]
    assert [line.counts for line in totals_of(lines, None, "EUR").lines] == [False, True, False, True]


@pytest.mark.parametrize(
    ("discount", "off"),
    [
        (None, 0),
        (Discount("Nothing"), 0),
        (Discount("Tenth", percent=Decimal(10)), Decimal("10.00")),
        (Discount("Round", amount=Decimal(7)), 7),
        (Discount("Too much", amount=Decimal(500)), 100),
        (Discount("Below nothing", amount=Decimal(-5)), 0),
    ],
)
def test_the_discount_on_the_whole(discount, off):
    totals = totals_of(lines_like(60, 40), discount, "EUR")
    assert (totals.subtotal, totals.discount, totals.net) == (100, off, 100 - off)


def test_what_is_left_over_goes_to_the_largest_remainder_then_to_the_earlier_line():
    totals = totals_of(lines_like(10, 10, 10), Discount(amount=Decimal("0.02")), "EUR")
    assert [line.net for line in totals.lines] == [Decimal("9.99"), Decimal("9.99"), 10]


def test_nothing_comes_to_nothing():
    totals = totals_of([], Discount(percent=Decimal(10)), "EUR")
    assert (totals.lines, totals.net, totals.gross, totals.taxes) == ([], 0, 0, {})


# ── Whatever the lines are ──

CURRENCIES = st.sampled_from(["JPY", "EUR", "NOK", "KWD", "CLF"])
PERCENT = st.decimals(0, 100, places=2)
LINES = st.lists(
    st.builds(
        Line,
        key=st.integers(),
        quantity=st.decimals(0, 100_000, places=3),
        price=st.decimals(0, 1_000_000, places=3),
        discount=PERCENT,
        tax_rate=st.one_of(PERCENT, st.sampled_from([Decimal(0), Decimal(9), Decimal(25)])),
        billing=st.sampled_from(["once", "monthly", "yearly"]),
        term_months=st.one_of(st.none(), st.integers(1, 240)),
        part=st.sampled_from(["included", "option", "alternative"]),
        group=st.sampled_from(["", "a"]),
        is_chosen=st.booleans(),
    ),
    max_size=12,
)
DISCOUNTS = st.one_of(
    st.none(),
    st.builds(Discount, percent=PERCENT),
    st.builds(Discount, amount=st.decimals(0, 10_000_000, places=3)),
)


@given(lines=LINES, discount=DISCOUNTS, currency=CURRENCIES)
def test_the_lines_are_the_totals_to_the_cent(lines, discount, currency):
    totals = totals_of(lines, discount, currency)
    counted = [line for line in totals.lines if line.counts]
    assert sum(line.amount for line in counted) == totals.subtotal
    assert sum(line.net for line in totals.lines) == totals.net == totals.subtotal - totals.discount
    assert sum(line.tax for line in totals.lines) == totals.tax == sum(totals.taxes.values())
    assert sum(line.gross for line in totals.lines) == totals.gross == totals.net + totals.tax
    for rate, tax in totals.taxes.items():
        pairs = zip(lines, totals.lines, strict=True)
        assert sum(told.tax for line, told in pairs if line.tax_rate == rate) == tax


@given(lines=LINES, discount=DISCOUNTS, currency=CURRENCIES)
def test_every_sum_is_whole_in_its_currency_and_none_below_nothing(lines, discount, currency):
    totals, unit = totals_of(lines, discount, currency), Decimal(1).scaleb(-places_of(currency))
    sums = [getattr(totals, name) for name in ("subtotal", "discount", "net", "tax", "gross", "once", "monthly")]
    for line in totals.lines:
        sums += [line.amount, line.net, line.tax, line.gross]
        assert line.net <= line.amount
    assert [one for one in sums if one < 0 or one % unit] == []


@given(lines=LINES, discount=DISCOUNTS, currency=CURRENCIES)
def test_a_share_of_the_discount_is_off_by_less_than_one_unit(lines, discount, currency):
    totals, unit = totals_of(lines, discount, currency), Fraction(1, 10 ** places_of(currency))
    for line in totals.lines:
        if line.counts and totals.subtotal:
            fair = Fraction(totals.discount) * Fraction(line.amount) / Fraction(totals.subtotal)
            assert abs(Fraction(line.amount - line.net) - fair) < unit


@given(
    quantity=st.decimals(0, 100_000, places=3),
    price=st.decimals(0, 100_000, places=2),
    tax=PERCENT,
    currency=CURRENCIES,
)
def test_one_plain_line_is_what_decimals_say(quantity, price, tax, currency):
    unit = Decimal(1).scaleb(-places_of(currency))
    totals = totals_of([Line(1, quantity, price, tax_rate=tax)], None, currency)
    net = (quantity * price).quantize(unit, ROUND_HALF_EVEN)
    assert (totals.net, totals.tax) == (net, (net * tax / 100).quantize(unit, ROUND_HALF_EVEN))
