"""A deal with all that can hang on it comes back from the bin row for row, whatever hung on it and befell it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.bin.actions import restore, throw_away
from accounts.bin.walking import goes, hanging_on, pointing_at
from accounts.models import BinnedRecord, BinnedRow
from pipeline.actions import edit_deal, lose_deal, move_deal, park_deal, win_deal
from pipeline.models import Deal, LostReason
from tests.hanging import PARTS, hang
from tests.tables import differences, every_row
from timeline.models import Event

pytestmark = pytest.mark.django_db
ACTS = ["move", "edit", "lose", "win", "park"]
BIN = ("accounts_binnedrecord", "accounts_binnedrow", "accounts_binnedlink")


class Undone(Exception):
    """Ends an example: nothing of it stays."""


def models_along(model, known=()):
    """Every model whose rows go along with a record of this one."""
    own = {field.model for field in pointing_at(model) if goes(field)} - {*known, model}
    return own.union(*(models_along(one, {*known, model, *own}) for one in own)) if own else set()


def test_the_laden_deal_has_a_row_of_everything_that_goes_along(cast, board, make_deal):
    deal = hang(make_deal(cast.alice, board.demo), cast.alice)
    found = hanging_on(Deal, [deal.pk])
    assert models_along(Deal) - {model for model, rows in found.rows.items() if rows} == set()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(parts=st.sets(st.sampled_from(PARTS)), acts=st.lists(st.sampled_from(ACTS)))
def test_it_comes_back_row_for_row(cast, board, make_deal, parts, acts):
    try:
        with transaction.atomic():
            there_and_back(cast, board, make_deal, parts, acts)
            raise Undone
    except Undone:
        pass


def there_and_back(cast, board, make_deal, parts, acts):
    beside, deal = make_deal(cast.bob, board.demo, "Beside"), make_deal(cast.alice, board.demo, amount=48_200)
    deal = hang(deal, cast.alice, [part for part in PARTS if part in parts])
    hang(beside, cast.bob)
    for number, act in enumerate(acts):
        deal = befall(Deal.objects.for_cards().get(pk=deal.pk), act, number, cast, board)
    before, log = every_row(BIN), list(Event.objects.order_by("pk").values())
    throw_away([deal], by=cast.alice)
    assert not Deal.objects.filter(pk=deal.pk).exists()
    assert BinnedRow.objects.filter(model="pipeline.stagevisit").exists()
    restore(list(BinnedRecord.objects.all()), by=cast.alice)
    assert differences(before, every_row(BIN)) == {}
    assert not any(rows for table, rows in every_row().items() if table in BIN)
    assert list(Event.objects.order_by("pk").values())[: len(log)] == log
    told = list(Event.objects.order_by("pk").values_list("verb", flat=True))[len(log) :]
    assert told == ["deal.thrown_away", "deal.restored"]


def befall(deal, act, number, cast, board):
    """One thing that happens to a deal while it stands."""
    if deal.status != "open":
        return deal
    match act:
        case "move":
            move_deal(deal, to=board.stages[number % 4], by=cast.alice)
        case "edit":
            edit_deal(deal, by=cast.alice, amount=number + 1000, title=f"Deal {number}")
        case "lose":
            lose_deal(deal, reason=LostReason.objects.first(), by=cast.alice)
        case "win":
            win_deal(deal, by=cast.alice)
        case "park" if not deal.is_parked:
            park_deal(deal, until=timezone.localdate() + timedelta(days=9), by=cast.alice)
    return deal
