"""The board as it was at the end of a past day: heads over whole columns and the first cards of each, in one query."""

from collections import namedtuple
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Min

from accounts.models import User
from accounts.zones import midnight_after, workspace_zone
from kit.channel import flow_paths
from leads.models import Company, Label
from pipeline.models import Deal, StageVisit
from pipeline.queries.board import FIRST_CARDS, MORE_CARDS, NOTHING
from pipeline.queries.past import filter_parameters, moment_parameters, state, with_visible
from pipeline.queries.shape_then import StageThen, shape_then

BOARD = f"""
WITH {state("")}
SELECT id, stage_id, title, amount, currency, base, odds, entered_at, owner_id, label_id, company_id, status,
       parked_until, count, total, weighted
FROM (
    SELECT *, count(*) OVER column_ AS count, sum(base) OVER column_ AS total,
           sum(base * odds / 100) OVER column_ AS weighted,
           row_number() OVER (PARTITION BY stage_id ORDER BY entered_at DESC, id DESC) AS row
    FROM state WHERE passes AND status <> 'lost'
    WINDOW column_ AS (PARTITION BY stage_id)
) AS deal
WHERE row > %(skip)s AND row <= %(skip)s + %(most)s
ORDER BY place, row
"""  # noqa: S608 - made of our own words alone

# All deals of a pipeline are sorted in one go: in memory, and without compiling what runs once.
ROOM_TO_SORT = "SELECT set_config('work_mem', '64MB', true), set_config('jit', 'off', true)"


@dataclass
class CardThen:
    """A deal as its card said it then."""

    pk: int
    title: str
    amount: Decimal
    currency: str
    base: Decimal
    odds: Decimal
    days_in_stage: int
    status: str
    is_parked: bool
    owner: User
    label: Label | None
    company: Company | None


@dataclass
class ColumnThen:
    """A stage of then, with the totals of its whole filtered column in the workspace's currency and its first cards."""

    stage: StageThen
    skipped: int = 0
    count: int = 0
    total: Decimal = NOTHING
    weighted: Decimal = NOTHING
    path: str = ""
    cards: list = field(default_factory=list)

    @property
    def share(self):
        return self.weighted / self.total if self.total else self.stage.probability / 100

    @property
    def shown(self):
        """Up to which card of the column the cards go."""
        return self.skipped + len(self.cards)

    @property
    def more(self):
        return max(self.count - self.shown, 0)


def board_then(pipeline, day, viewer, asked, *, skip=0):
    """The columns of a pipeline at the end of a day, as far as the viewer may see its deals today.

    `asked` are cleaned values of the filter; `skip` leaves out the first cards of each column.
    """
    at = midnight_after(day, workspace_zone())
    stages = shape_then(pipeline, at)
    given = moment_parameters("", at, day, stages) | filter_parameters(asked)
    given |= {"skip": skip, "most": MORE_CARDS if skip else FIRST_CARDS}
    columns = {stage.pk: ColumnThen(stage, skip) for stage in stages}
    for row, card in with_people(run(BOARD, given, viewer), at):
        column = columns[row.stage_id]
        column.count, column.total, column.weighted = row.count, row.total, row.weighted
        column.cards.append(card)
    return in_line([column for column in columns.values() if column.count or column.stage.in_use])


def run(statement, given, viewer):
    """The rows of a statement over the past, as named tuples."""
    statement, more = with_visible(statement, viewer)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ROOM_TO_SORT)
        cursor.execute(statement, given | more)
        kind = namedtuple("Row", [part.name for part in cursor.description], rename=True)  # noqa: PYI024 - its names come with the answer
        return [kind(*row) for row in cursor.fetchall()]


def with_people(rows, at):
    """Each row with its card, for which owners, labels and companies are fetched in one query each."""
    owners = User.objects.in_bulk({row.owner_id for row in rows})
    labels = Label.objects.in_bulk({row.label_id for row in rows} - {None})
    companies = Company.objects.in_bulk({row.company_id for row in rows} - {None})
    for row in rows:
        card = CardThen(
            pk=row.id,
            title=row.title,
            amount=row.amount,
            currency=row.currency,
            base=row.base,
            odds=row.odds,
            days_in_stage=(at - row.entered_at).days,
            status=row.status,
            is_parked=row.parked_until is not None and row.parked_until > at.date(),
            owner=owners[row.owner_id],
            label=labels.get(row.label_id),
            company=companies.get(row.company_id),
        )
        yield row, card


def in_line(columns):
    """The columns with the pieces of their channel; what was won long since counts at most as the fullest open one."""
    fullest = max((column.weighted for column in columns if column.stage.is_open), default=NOTHING)
    flows = [min(column.weighted, fullest) if fullest else column.weighted for column in columns]
    for column, path in zip(columns, flow_paths(flows), strict=True):
        column.path = path
    return columns


def first_day(pipeline, viewer):
    """The day the first deal this viewer may see came to a stage of the pipeline, or None."""
    seen = Deal.objects.visible_to(viewer).values("pk")
    visits = StageVisit.objects.standing().filter(stage__pipeline=pipeline, deal__in=seen)
    first = visits.aggregate(first=Min("entered_at"))["first"]
    return first and first.astimezone(workspace_zone()).date()
