"""What the board shows: the heads of its columns from one total over everything, and the first cards of each."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import FETCH_RAISE, Case, Count, F, Func, OuterRef, Q, Sum, When
from django.utils import timezone

from kit.channel import flow_paths
from kit.formats import whole
from kit.prepared import Prepared, read
from leads.models import Qualification
from pipeline.models import IS_PARKED, NEEDS_ATTENTION, PROBABILITY, Deal, Stage
from pipeline.ranks import is_rank

FIRST_CARDS = 25
MORE_CARDS = 50
MOST_CARDS = 500  # further down nobody reads: there a filter helps
NOTHING = Decimal(0)

# what no card shows, however it is chosen; two hundred times nothing is something
UNSEEN = ["lost_note", "parked_reason", "external_id", "stage__guidance", "owner__password", "owner__last_login"]
UNSEEN += ["owner__quiet_from", "owner__quiet_until", "owner__joined_at", "company__domain", "company__industry"]
UNSEEN += ["company__size", "company__country", "company__city", "company__created_at", "label__position"]
UNSEEN += ["custom", "company__custom", "company__external_id", "company__parent", "company__merged_into"]
UNSEEN += [f"qualification__{topic}_{part}" for topic in Qualification.TOPICS for part in ("evidence", "on")]

IS_OPEN = Q(status=Deal.Status.OPEN)
IS_WON = Q(status=Deal.Status.WON)
RECENT_FIRST = ("-entered_stage_at", "-pk")  # what is won and retained stands in the order of time, by no hand
EPOCH, MICROSECOND, LARGEST_ID = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1), 2**63 - 1


class Paged:
    """What has `count` deals and shows the first of them as `cards`; the rest comes by pages."""

    @property
    def more(self):
        return self.count - len(self.cards)

    @property
    def last_rank(self):
        """Where the next page begins, or nothing."""
        return cursor_of(self.cards[-1]) if self.cards else ""


@dataclass
class Column(Paged):
    """A stage with the totals of the whole filtered column (workspace currency) and the cards loaded so far.

    `path` is its piece of the channel, from `start` on and `width` wide (percent of it), between the colours `before`
    and `after`.
    """

    stage: Stage
    is_folded: bool = False
    count: int = 0
    total: Decimal = NOTHING
    weighted: Decimal = NOTHING
    open_total: Decimal = NOTHING
    open_weighted: Decimal = NOTHING
    attention: int = 0
    parked: int = 0
    parked_total: Decimal = NOTHING
    place: int = 1
    path: str = ""
    start: float = 0
    width: float = 0
    before: int = 1
    after: int = 1
    cards: list = field(default_factory=list)
    cells: list = field(default_factory=list)  # of a grouped board, one for each of its rows

    @property
    def is_over_limit(self):
        return bool(self.stage.soft_limit and self.count > self.stage.soft_limit)

    @property
    def share(self):
        """The part of the total that counts, 0 to 1: the stage's odds where no deal has odds of its own."""
        return self.weighted / self.total if self.total else self.stage.probability / 100


@dataclass(frozen=True)
class Summary:
    """What the open deals of all columns are worth together, in whole units, and how many of them need attention."""

    count: int
    open_total: int
    open_weighted: int
    attention: int
    parked: int = 0
    parked_total: int = 0


@Prepared
def standing_stages():
    """Every stage in use with its pipeline and gate, in the order of the boards: one query for chooser and columns."""
    stages = Stage.objects.standing().filter(pipeline__retired_at=None).select_related("pipeline", "gate")
    return stages.order_by("pipeline__position", "pipeline_id", "position", "id")


def board_columns(stages, deals, totals, folded=()):
    """The columns of these stages with heads and first cards; `deals` is what this viewer sees through the filter.

    Those `folded` away, by their ids, bring no cards.
    """
    columns = board_heads(stages, totals, folded)
    cards = first_cards([stage for stage in stages if stage.pk not in folded], deals)
    for column in columns:
        own = [deal for deal in cards if deal.stage_id == column.stage.pk]
        column.cards = own if column.stage.is_open else sorted(own, key=recency)
    return columns


def board_heads(stages, totals, folded=()):
    """The columns without cards; `totals` says by stage what each of them holds."""
    columns = [Column(stage, is_folded=stage.pk in folded, **totals.get(stage.pk, {})) for stage in stages]
    paths = flow_paths(flows(columns))
    for place, (column, path) in enumerate(zip(columns, paths, strict=True)):
        column.place, column.path = place + 1, path
        column.start, column.width = round(100 * place / len(columns), 2), round(100 / len(columns), 2)
        column.before = columns[max(place - 1, 0)].stage.colour
        column.after = columns[min(place + 1, len(columns) - 1)].stage.colour
    return columns


def flows(columns):
    """What the channel carries at each stage; what is won long since counts at most as the fullest open stage."""
    fullest = max((column.weighted for column in columns if column.stage.is_open), default=NOTHING)
    return [min(column.weighted, fullest) if fullest else column.weighted for column in columns]


def column_totals(deals):
    """What each stage holds of these deals, counted anew; `tallies` knows it for whole columns at less cost."""
    worth = F("base_amount") * PROBABILITY / 100
    rows = (
        deals.order_by()
        .values("stage_id")
        .annotate(
            count=Count("pk"),
            total=Sum("base_amount"),
            weighted=Sum(worth),
            open_total=Sum("base_amount", filter=IS_OPEN, default=NOTHING),
            open_weighted=Sum(worth, filter=IS_OPEN, default=NOTHING),
            attention=Count("pk", filter=NEEDS_ATTENTION),
            parked=Count("pk", filter=IS_PARKED),
            parked_total=Sum("base_amount", filter=IS_PARKED, default=NOTHING),
        )
    )
    return {row.pop("stage_id"): row for row in rows}


def summary_of(columns):
    return Summary(
        count=sum(column.count for column in columns),
        open_total=whole(sum((column.open_total for column in columns), NOTHING)),
        open_weighted=whole(sum((column.open_weighted for column in columns), NOTHING)),
        attention=sum(column.attention for column in columns),
        parked=sum(column.parked for column in columns),
        parked_total=whole(sum((column.parked_total for column in columns), NOTHING)),
    )


def first_cards(stages, deals):
    """The first cards of every column in one query: PostgreSQL stops reading each column after `FIRST_CARDS`."""
    inside = deals.filter(stage=OuterRef("pk"))
    ranked = ArraySubquery(inside.order_by("rank").values("pk")[:FIRST_CARDS])
    recent = ArraySubquery(inside.filter(IS_WON).order_by(*RECENT_FIRST).values("pk")[:FIRST_CARDS])
    columns = Stage.objects.filter(pk__in=[stage.pk for stage in stages])
    first = Case(When(kind=Stage.Kind.OPEN, then=ranked), default=recent)
    found = Deal.objects.filter(pk__in=columns.order_by().values_list(Func(first, function="unnest")))
    return read(as_cards(found.bringing_custom(deals.brings_custom)))


def cards_after(stage, deals, place):
    """The next page of a column: `(cards, is_there_more)`, below the place a `cursor_of` names; "" is its top.

    A made-up place raises ValueError.
    """
    cards = as_cards(deals.filter(stage=stage))
    if stage.is_open:
        if place and not is_rank(place):
            raise ValueError(place)
        cards = cards.filter(rank__gt=place)
    else:
        cards = cards.filter(IS_WON, before(place)).order_by(*RECENT_FIRST)
    cards = list(cards[: MORE_CARDS + 1])
    return cards[:MORE_CARDS], len(cards) > MORE_CARDS


def cursor_of(deal):
    """The place of a card for those who ask what comes below it: its rank, or its time where the latest are on top."""
    if deal.stage.is_open:
        return deal.rank
    return f"{(deal.entered_stage_at - EPOCH) // MICROSECOND}.{deal.pk}"


def before(place):
    """What came into a column of the latest before the card of this cursor."""
    if not place:
        return Q()
    moment, _dot, pk = place.partition(".")
    try:
        at = EPOCH + int(moment) * MICROSECOND
    except OverflowError as error:
        raise ValueError from error
    return Q(entered_stage_at__lt=at) | Q(entered_stage_at=at, pk__lt=min(int(pk), LARGEST_ID))


def recency(deal):
    """The order of a column of the latest."""
    return -deal.entered_stage_at.timestamp(), -deal.pk


def as_cards(deals):
    """These deals with everything a card shows; a question the card did not plan for raises."""
    unseen = UNSEEN if not deals.brings_custom else [name for name in UNSEEN if name != "custom"]
    return deals.for_cards().defer(*unseen).order_by("stage_id", "rank").fetch_mode(FETCH_RAISE)


def place_in_column(deal, deals):
    """Which of the visible cards of its column this deal is, counted from 1."""
    above = Q(rank__lte=deal.rank) if deal.stage.is_open else Q(entered_stage_at__gte=deal.entered_stage_at)
    return deals.filter(above, stage_id=deal.stage_id).count()


def closing_this_month(deals):
    """How many open ones should close in the viewer's current month."""
    return deals.closing_in(*this_month()).count()


def this_month():
    """The first and the last day of the viewer's current month."""
    first = timezone.localdate().replace(day=1)
    after = (first.replace(day=28) + timezone.timedelta(days=4)).replace(day=1)
    return first, after - timezone.timedelta(days=1)
