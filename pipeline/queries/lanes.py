"""The rows of a grouped board, by owner or label: each with its totals and, for every stage, its first cards."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Case, Count, F, Q, Sum, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from accounts.models import User
from leads.models import Label
from pipeline.models import PROBABILITY, Deal
from pipeline.queries.board import FIRST_CARDS, NOTHING, RECENT_FIRST, Paged, as_cards, board_heads, recency

GROUPS = {"owner": User, "label": Label}
SHOWN = {"owner": ["name"], "label": ["name", "hue", "icon", "set_id", "position"]}  # what a head says of its one
WITHOUT = "none"  # the row of the deals that have no label
MOST_LANES = 30
CARDS_IN_ALL = 100  # of each stage at first; many rows show fewer cards each, and the rest as they scroll
FEWEST_CARDS = 5
KEY_LENGTH = 19  # digits of the largest id


@dataclass
class Lane:
    """A row: the deals of `one` (an owner or label, None for those without), with the totals of the whole filtered row.

    `counts` says how many stand in each stage, by its id.
    """

    key: str
    one: User | Label | None = None
    is_folded: bool = False
    counts: dict = field(default_factory=dict)
    total: Decimal = NOTHING
    weighted: Decimal = NOTHING

    @property
    def count(self):
        return sum(self.counts.values())

    @property
    def name(self):
        return self.one.name if self.one else _("No label")

    def add(self, row):
        """Take in what one stage holds of this row."""
        self.counts[row["stage_id"]] = row["count"]
        self.total += row["total"]
        self.weighted += row["weighted"]


@dataclass
class Cell(Paged):
    """Where a row crosses a column: the cards loaded so far, and how many there are besides."""

    lane: Lane
    cards: list
    count: int


def lane_key(deal, group):
    """The key of the row a deal stands in."""
    return str(getattr(deal, f"{group}_id") or WITHOUT)


def in_lane(deals, group, key):
    """Those of the deals that stand in a row; a made-up key raises ValueError."""
    if len(key) > KEY_LENGTH:
        raise ValueError(key)
    return deals.filter(**{f"{group}_id": None if key == WITHOUT else min(int(key), 2**63 - 1)})


def all_lanes(deals, group, folded=()):
    """Every row that holds deals, in the order of the names, those without a label last; `folded` are keys."""
    lanes = {}
    for row in lane_totals(deals, group):
        key = str(row["one"] or WITHOUT)
        lanes.setdefault(key, Lane(key, one_of(row, group), key in folded)).add(row)
    return sorted(lanes.values(), key=order)


def one_of(row, group):
    """The owner or label of a row, as far as its head shows it."""
    facts = {name: row[f"{group}__{name}"] for name in SHOWN[group]}
    return GROUPS[group](pk=row["one"], **facts) if row["one"] else None


def lane_totals(deals, group):
    """What each row holds of each stage, with what its head shows, in one query over everything."""
    worth = F("base_amount") * PROBABILITY / 100
    rows = deals.order_by().values("stage_id", *(f"{group}__{name}" for name in SHOWN[group]), one=F(f"{group}_id"))
    return rows.annotate(count=Count("pk"), total=Sum("base_amount"), weighted=Sum(worth))


def order(lane):
    """Labels as their sets order them, people by name."""
    one = lane.one
    return one is None, getattr(one, "set_id", 0), getattr(one, "position", 0), lane.name.casefold(), lane.key


def fullest(lanes):
    """As many rows as a page can bear: those with most deals, in the order they had."""
    if len(lanes) <= MOST_LANES:
        return lanes
    kept = sorted(lanes, key=lambda lane: -lane.count)[:MOST_LANES]
    return [lane for lane in lanes if lane in kept]


def lane_columns(stages, deals, totals, lanes, group, folded=()):
    """The columns with heads, and their cells with the first cards; neither folded stages nor rows bring cards."""
    columns = board_heads(stages, totals, folded)
    found = first_cells([stage for stage in stages if stage.pk not in folded], deals, lanes, group)
    for column in columns:
        column.cells = [cell_of(column.stage, lane, found) for lane in lanes]
    return columns


def cell_of(stage, lane, found):
    return Cell(lane, found.get((stage.pk, lane.key), []), lane.counts.get(stage.pk, 0))


def first_cells(stages, deals, lanes, group):
    """The first cards of every cell, {(stage id, lane key): cards}: one query over all of them."""
    opened = [lane.key for lane in lanes if not lane.is_folded]
    own = Q(**{f"{group}__in": [int(key) for key in opened if key != WITHOUT]})
    none = Q(**{f"{group}_id": None}) if WITHOUT in opened else Q()
    ranked = deals.filter(own | none, stage__in=stages).order_by().annotate(nth=place_in_cell(stages, group))
    first = ranked.filter(nth__lte=cards_of_each(opened)).values("pk")
    cells, by_rank = {}, {stage.pk for stage in stages if stage.is_open}
    for deal in as_cards(Deal.objects.filter(pk__in=first).bringing_custom(deals.brings_custom)):
        cells.setdefault((deal.stage_id, lane_key(deal, group)), []).append(deal)
    return {place: cards if place[0] in by_rank else sorted(cards, key=recency) for place, cards in cells.items()}


def place_in_cell(stages, group):
    """Which card of its cell a deal is: by rank, or the latest first."""
    rank = Case(When(stage__in=[stage for stage in stages if stage.is_open], then="rank"))
    return Window(RowNumber(), partition_by=[F("stage_id"), F(f"{group}_id")], order_by=[rank, *RECENT_FIRST])


def cards_of_each(lanes):
    """How many cards a cell begins with."""
    return max(min(CARDS_IN_ALL // max(len(lanes), 1), FIRST_CARDS), FEWEST_CARDS)
