"""What lines add up to: the one place where screen, paper, API and database learn it.

How it is counted, to the currency's own minor unit (none for JPY, a hundredth for NOK, a thousandth for KWD):

1. A line is quantity × price × periods, less its own discount, rounded half even once.
   What is billed every month runs once for each month of its term, what is billed every year once for each
   twelve; without a term one period counts. What is billed once counts once.
2. The subtotal is the sum of the lines that count: what is included, the options chosen and of each group of
   alternatives the first chosen.
3. The discount on the whole is a share of the subtotal, rounded half even, or an amount, and never more than the
   subtotal. It is spread over the lines in proportion; units left over go to the largest remainders, then to the
   earlier line, so that no unit is lost.
4. Tax is counted for each line on what is left of it, rounded half even.

Nothing here knows the database. Numbers are Decimals in and out; between, whole minor units and exact fractions.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache

from babel.numbers import get_currency_precision

MOST_PLACES = 3
ONCE, MONTHLY, YEARLY = "once", "monthly", "yearly"
INCLUDED, OPTION, ALTERNATIVE = "included", "option", "alternative"
MONTHS = {MONTHLY: 1, YEARLY: 12}


@dataclass(frozen=True)
class Line:
    """One line as it is sold; `discount` and `tax_rate` in percent, alternatives of one `group` exclude each other."""

    key: object
    quantity: Decimal
    price: Decimal
    discount: Decimal = Decimal(0)
    tax_rate: Decimal = Decimal(0)
    billing: str = ONCE
    term_months: int | None = None
    part: str = INCLUDED
    group: str = ""
    is_chosen: bool = False

    @property
    def periods(self):
        """How often its price is paid over its term."""
        if self.billing == ONCE or not self.term_months:
            return Fraction(1)
        return Fraction(self.term_months, MONTHS[self.billing])


@dataclass(frozen=True)
class Discount:
    """What is taken off the whole: a share in percent, or an amount; with neither, nothing."""

    name: str = ""
    percent: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True)
class LineTotal:
    """What one line comes to.

    `amount` stands beside the line, before the discount on the whole. `net`, `tax` and `gross` are its part of the
    totals: nothing for an option or alternative that is not chosen.
    """

    key: object
    amount: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal
    counts: bool


@dataclass(frozen=True)
class Totals:
    """What the lines come to: `net` is subtotal less discount, `gross` is net and tax.

    `once` is what is paid once, `monthly` each month and `yearly` each year of the recurring lines, all before tax
    and after every discount.
    """

    lines: list
    subtotal: Decimal
    discount: Decimal
    net: Decimal
    taxes: dict = field(hash=False)  # {rate in percent: tax}, rising
    tax: Decimal
    gross: Decimal
    once: Decimal
    monthly: Decimal
    yearly: Decimal


def totals_of(lines, discount, currency):
    """What these lines come to with this discount on the whole (or None) in a currency."""
    lines, places = list(lines), places_of(currency)
    counting = counting_of(lines)
    amounts = [amount_of(line, places) for line in lines]
    subtotal = sum(amount for amount, counts in zip(amounts, counting, strict=True) if counts)
    off = taken_off(discount, subtotal, places)
    shares = spread(off, [amount if counts else 0 for amount, counts in zip(amounts, counting, strict=True)])
    nets = [amount - share if counts else 0 for amount, share, counts in zip(amounts, shares, counting, strict=True)]
    taxes = [round(net * Fraction(line.tax_rate) / 100) for line, net in zip(lines, nets, strict=True)]
    return said(lines, counting, amounts, nets, taxes, subtotal, off, places)


def places_of(currency):
    """How many decimals a currency is paid in."""
    return min(known_places(currency), MOST_PLACES)


@cache
def known_places(currency):
    return get_currency_precision(currency)


def counting_of(lines):
    """Of each line whether it is part of the total."""
    taken, counting = set(), []
    for line in lines:
        counts = line.part == INCLUDED or line.is_chosen
        if line.part == ALTERNATIVE:
            counts = counts and line.group not in taken
            taken |= {line.group} if counts else set()
        counting.append(counts)
    return counting


def amount_of(line, places):
    """A line before the discount on the whole, in minor units."""
    left = (100 - Fraction(line.discount)) / 100
    return round(Fraction(line.quantity) * Fraction(line.price) * line.periods * left * 10**places)


def taken_off(discount, subtotal, places):
    """The discount on the whole in minor units, never more than there is."""
    if discount is None or subtotal <= 0:
        return 0
    if discount.percent is not None:
        off = round(subtotal * Fraction(discount.percent) / 100)
    else:
        off = round(Fraction(discount.amount or 0) * 10**places)
    return min(max(off, 0), subtotal)


def spread(off, amounts):
    """A sum of minor units spread in proportion to amounts; what is left over goes to the largest remainders."""
    whole = sum(amounts)
    if not off or not whole:
        return [0] * len(amounts)
    shares = [off * amount // whole for amount in amounts]
    remainders = [off * amount % whole for amount in amounts]
    order = sorted(range(len(amounts)), key=lambda place: -remainders[place])
    for place in order[: off - sum(shares)]:
        shares[place] += 1
    return shares


def said(lines, counting, amounts, nets, taxes, subtotal, off, places):
    """The totals as Decimals, from minor units."""

    def money(units):
        return Decimal(units).scaleb(-places)

    by_rate, by_billing = defaultdict(int), defaultdict(int)
    for line, counts, net, tax in zip(lines, counting, nets, taxes, strict=True):
        if counts:
            by_rate[line.tax_rate] += tax
            by_billing[line.billing] += round(net / line.periods)
    net, tax = sum(nets), sum(taxes)
    return Totals(
        lines=[
            LineTotal(line.key, money(amount), money(own), money(duty), money(own + duty), counts)
            for line, counts, amount, own, duty in zip(lines, counting, amounts, nets, taxes, strict=True)
        ],
        subtotal=money(subtotal),
        discount=money(off),
        net=money(net),
        taxes={rate: money(by_rate[rate]) for rate in sorted(by_rate)},
        tax=money(tax),
        gross=money(net + tax),
        once=money(by_billing[ONCE]),
        monthly=money(by_billing[MONTHLY]),
        yearly=money(by_billing[YEARLY]),
    )
