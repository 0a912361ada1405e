"""Random days of selling, written down each evening: the past asked later says the same, and all differences add up."""

from datetime import timedelta
from decimal import Decimal
from itertools import combinations
from random import Random

import pytest
from django.db.models import F
from django.utils import timezone

from pipeline.actions import edit_deal, lose_deal, move_deal, reopen_deal, undo
from pipeline.models import PROBABILITY, Deal, LostReason
from pipeline.queries.changes import Sums, changes_between
from pipeline.queries.then import board_then
from tests.pipeline.past import day_number, happen_on

DAYS, STEPS = 10, 5


class Office:
    """People at work on a board, by chance but always the same way for the same seed."""

    def __init__(self, seed, cast, board, make_deal):
        self.rng, self.board, self.make_deal = Random(seed), board, make_deal
        self.people = [cast.alice, cast.bob, cast.charlie]
        self.boss, self.last = cast.ada, None

    def work(self, steps):
        for _step in range(steps):
            self.rng.choice([self.open, self.move, self.edit] * 2 + [self.end, self.take_back])()

    def open(self):
        amount = Decimal(self.rng.randrange(1, 900_000)) / 100
        owner, stage = self.rng.choice(self.people), self.rng.choice(self.board.stages)
        self.make_deal(owner, stage, f"Deal {self.rng.random()}", amount=amount)

    def any_deal(self, deals):
        return self.rng.choice(list(deals.order_by("pk"))) if deals.exists() else None

    def move(self):
        if deal := self.any_deal(Deal.objects.on_board()):
            self.last = move_deal(deal, to=self.rng.choice(self.board.stages), by=self.boss)

    def edit(self):
        facts = {
            "amount": Decimal(self.rng.randrange(0, 900_000)) / 100,
            "owner": self.rng.choice(self.people),
            "expected_close": timezone.localdate() + timedelta(days=self.rng.randrange(90)),
            "probability": self.rng.choice([None, Decimal(33)]),
            "title": f"Deal {self.rng.random()}",
        }
        if deal := self.any_deal(Deal.objects.all()):
            chosen = self.rng.sample(sorted(facts), 2)
            edit_deal(deal, by=self.boss, **{name: facts[name] for name in chosen})

    def end(self):
        if deal := self.any_deal(Deal.objects.all()):
            if deal.status == Deal.Status.OPEN:
                self.last = lose_deal(deal, reason=LostReason.objects.first(), by=self.boss)
            else:
                self.last = reopen_deal(deal, by=self.boss)

    def take_back(self):
        deal = self.last and Deal.objects.get(pk=self.last.deal.pk)
        if deal and (deal.stage_version, deal.rank) == (self.last.version, self.last.rank):
            undo(self.last.event, by=self.boss)
            self.last = None

    def written_down(self):
        """The board of this evening, straight from the deals."""
        rows = Deal.objects.on_board().annotate(odds=PROBABILITY).values(
            "pk", "stage_id", "title", "base_amount", "odds", "owner_id", "status"
        )  # fmt: skip
        return sorted(tuple(row.values()) for row in rows)

    def sums(self):
        worth = F("base_amount") * PROBABILITY / 100
        rows = Deal.objects.open().annotate(weighted=worth).values_list("base_amount", "weighted")
        return sum((Sums(1, total, weighted) for total, weighted in rows), Sums())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_evening_is_told_as_it_was_and_every_difference_adds_up(seed, cast, board, make_deal):
    office, evenings = Office(seed, cast, board, make_deal), []
    for day in range(DAYS):
        with happen_on(day):
            office.last = None
            office.work(STEPS)
        evenings.append((office.written_down(), office.sums()))
    for day, (written, _sums) in enumerate(evenings):
        assert told(board.pipeline, day, cast.ada) == written
    for first, last in combinations(range(DAYS), 2):
        difference = changes_between(board.pipeline, day_number(first), day_number(last), cast.ada, {})
        assert (difference.before, difference.after) == (evenings[first][1], evenings[last][1])
        assert sum((group.effect for group in difference.groups), difference.before) == difference.after


def told(pipeline, day, viewer):
    columns = board_then(pipeline, day_number(day), viewer, {})
    return sorted(
        (card.pk, column.stage.pk, card.title, card.base, card.odds, card.owner.pk, card.status)
        for column in columns
        for card in column.cards
    )


@pytest.mark.parametrize("filtered", ["owner", "value"])
def test_the_differences_of_a_filtered_board_add_up_too(filtered, cast, board, make_deal):
    office = Office(7, cast, board, make_deal)
    asked = {"owner": [cast.alice]} if filtered == "owner" else {"value_min": Decimal(3000)}
    for day in range(DAYS):
        with happen_on(day):
            office.last = None
            office.work(STEPS)
    for first, last in combinations(range(-1, DAYS), 2):
        difference = changes_between(board.pipeline, day_number(first), day_number(last), cast.mona, asked)
        assert sum((group.effect for group in difference.groups), difference.before) == difference.after
        columns = board_then(board.pipeline, day_number(last), cast.mona, asked)
        assert difference.after.total == sum(column.total for column in columns if column.stage.is_open)
