"""The same deals by the month they should close in: open ones only, in order of their day, the largest first."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import FETCH_RAISE, Case, CharField, Count, F, Func, Q, Sum, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from kit import formats
from pipeline.models import IS_PARKED, PROBABILITY, Deal
from pipeline.queries.board import FIRST_CARDS, MORE_CARDS, NEEDS_ATTENTION, NOTHING

MONTHS_AHEAD = 6  # this month and the next five stand alone
NEVER = date.max
LARGEST = 10**19
OVERDUE, LATER, UNDATED = "overdue", "later", "none"


@dataclass
class MonthColumn:
    """One column: `key` is “2026-11”, or one of OVERDUE, LATER, UNDATED; it holds the days from `first` to `last`.

    The totals are those of the whole filtered column, in the workspace's currency.
    """

    key: str
    first: date | None = None
    last: date | None = None
    count: int = 0
    total: Decimal = NOTHING
    weighted: Decimal = NOTHING
    attention: int = 0
    parked: int = 0
    parked_total: Decimal = NOTHING
    place: int = 1
    cards: list = field(default_factory=list)

    @property
    def name(self):
        names = {OVERDUE: _("Overdue"), LATER: _("Later"), UNDATED: _("No date")}
        return names.get(self.key) or formats.month(self.first)

    @property
    def is_closed(self):
        """Nobody plans into the past."""
        return self.key == OVERDUE

    @property
    def open_total(self):
        return self.total

    @property
    def open_weighted(self):
        return self.weighted

    @property
    def more(self):
        return self.count - len(self.cards)

    @property
    def last_rank(self):
        return self.cards[-1].rank if self.cards else ""

    @property
    def reach(self):
        """What a deal of this column answers to."""
        if self.key == UNDATED:
            return Q(expected_close=None)
        from_first = Q(expected_close__gte=self.first) if self.first else Q()
        return from_first & Q(expected_close__lte=self.last) if self.last else from_first


class MonthCard:
    """A deal as this face shows it: it stands in a month, behind what closes earlier or is worth more."""

    def __init__(self, deal):
        self.deal = deal

    def __getattr__(self, name):
        return getattr(self.deal, name)

    @property
    def stage_id(self):
        return key_of(self.deal.expected_close)

    @property
    def rank(self):
        cents = LARGEST - 1 - int(self.deal.base_amount * 100)
        return f"{self.deal.expected_close or NEVER}.{cents:019d}.{self.deal.pk:019d}"

    @property
    def stage_version(self):
        """The version a new date compares with."""
        return self.deal.version


def months():
    """The columns as the viewer's calendar has them today, without deals."""
    today = timezone.localdate()
    first = today.replace(day=1)
    ahead = [month_after(first, count) for count in range(MONTHS_AHEAD + 1)]
    own = [
        MonthColumn(f"{start:%Y-%m}", max(start, today), next_start - timedelta(days=1))
        for start, next_start in zip(ahead, ahead[1:], strict=False)
    ]
    overdue = MonthColumn(OVERDUE, last=today - timedelta(days=1))
    return [overdue, *own, MonthColumn(LATER, first=ahead[-1]), MonthColumn(UNDATED)]


def month_after(first, count):
    """The first day of the month `count` months after the one that begins on `first`."""
    years, month = divmod(first.month - 1 + count, 12)
    return date(first.year + years, month + 1, 1)


def key_of(day):
    """The key of the column a deal with this expected close stands in."""
    today = timezone.localdate()
    if day is None:
        return UNDATED
    if day < today:
        return OVERDUE
    return f"{day:%Y-%m}" if day < month_after(today, MONTHS_AHEAD) else LATER


def day_in(column, day):
    """The day a deal gets when it comes here: the same day of the month if there is one, its last without any."""
    if column.key == UNDATED or key_of(day) == column.key:
        return day if column.key != UNDATED else None
    first = column.first.replace(day=1)
    last = month_after(first, 1) - timedelta(days=1)
    return max(first.replace(day=min(day.day, last.day)) if day else last, column.first)


def month_columns(deals):
    """The columns with heads and first cards; `deals` is what this viewer sees through the filter."""
    columns = month_heads(deals)
    cards = first_cards(columns, deals)
    for column in columns:
        column.cards = [card for card in cards if card.stage_id == column.key]
    return columns


def month_heads(deals):
    """The columns without cards: count, total and weighted total of each, from one aggregate.

    What is overdue has a column only while there is something: nobody moves a card there.
    """
    totals = {row.pop("key"): row for row in month_totals(deals)}
    columns = [column for column in months() if column.key in totals or not column.is_closed]
    for place, column in enumerate(columns, start=1):
        column.place = place
        for name, value in totals.get(column.key, {}).items():
            setattr(column, name, value)
    return columns


def month_totals(deals):
    return (
        deals.order_by()
        .values(key=month_key())
        .annotate(
            count=Count("pk"),
            total=Sum("base_amount"),
            weighted=Sum(F("base_amount") * PROBABILITY / 100),
            attention=Count("pk", filter=NEEDS_ATTENTION),
            parked=Count("pk", filter=IS_PARKED),
            parked_total=Sum("base_amount", filter=IS_PARKED, default=NOTHING),
        )
    )


def month_key():
    """The key of the column a deal stands in, in SQL."""
    odd = [When(column.reach, then=Value(column.key)) for column in months() if column.key in (OVERDUE, LATER, UNDATED)]
    named = Func("expected_close", Value("YYYY-MM"), function="to_char", output_field=CharField())
    return Case(*odd, default=named, output_field=CharField())


def first_cards(columns, deals):
    """The first cards of every column: one query finds them, one reads them."""
    pages = [in_order(deals.filter(column.reach)) for column in columns if column.count]
    first = [page.values_list("pk", flat=True)[:FIRST_CARDS] for page in pages]
    ids = list(first[0].union(*first[1:], all=True)) if first else []
    return as_month_cards(Deal.objects.filter(pk__in=ids))


def cards_after(column, deals, rank):
    """The next page of a column: `(cards, is_there_more)`, below the place named by `rank`."""
    below = deals.filter(column.reach).filter(behind(rank))
    cards = as_month_cards(below, MORE_CARDS + 1)
    return cards[:MORE_CARDS], len(cards) > MORE_CARDS


def behind(rank):
    """What comes after this place; ValueError for a place nobody could have."""
    if not rank:
        return Q()
    day, cents, pk = rank.split(".")
    day, amount = date.fromisoformat(day), Decimal(LARGEST - 1 - int(cents)) / 100
    less = Q(base_amount__lt=amount) | Q(base_amount=amount, pk__gt=int(pk))
    return less if day == NEVER else Q(expected_close__gt=day) | Q(expected_close=day) & less


def in_order(deals):
    return deals.order_by("expected_close", "-base_amount", "pk")


def as_month_cards(deals, most=None):
    """These deals as cards in their order; a question a card did not plan for raises."""
    return [MonthCard(deal) for deal in in_order(deals).for_cards().fetch_mode(FETCH_RAISE)[:most]]
