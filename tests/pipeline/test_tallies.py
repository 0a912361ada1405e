"""The tallies the database keeps equal fresh sums over the deals, whatever is done to them and by how many at once."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from random import Random

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from leads.models import Qualification
from pipeline.actions import lose_deal, move_deal, undo
from pipeline.models import IS_PARKED, NEEDS_ATTENTION, Deal, LostReason, Tally
from pipeline.queries.board import column_totals
from pipeline.queries.tallies import counts_of, tallied, totals_by_stage

KINDS = ("stage_id", "owner_id", "status", "is_parked", "has_step")
NOTHING = Decimal(0)


def kept():
    """What the tallies say, as {kind: sums}, empty kinds left out."""
    sums = Tally.objects.values_list(*KINDS).annotate(Sum("count"), Sum("total"), Sum("own_total"), Sum("own_worth"))
    return {row[:5]: row[5:] for row in sums if any(row[5:])}


def fresh():
    """The same from the deals themselves."""
    own = Q(probability__isnull=False)
    sums = Deal.objects.values_list(
        "stage_id", "owner_id", "status", Q(parked_until__isnull=False), Q(next_step_at__isnull=False)
    ).annotate(
        Count("pk"),
        Sum("base_amount"),
        own=Sum("base_amount", filter=own, default=NOTHING),
        worth=Sum(F("base_amount") * F("probability"), filter=own, default=NOTHING),
    )
    return {row[:5]: row[5:] for row in sums}


@pytest.fixture
def deals(cast, board, make_deal):
    people = [cast.alice, cast.bob, cast.charlie]
    return [
        make_deal(people[number % 3], board.stages[number % 6], f"Deal {number}", amount=100 * number)
        for number in range(18)
    ]


def test_they_follow_every_move_win_loss_and_undo(cast, board, deals):
    reason = LostReason.objects.first()
    done = move_deal(deals[0], to=board.negotiation, by=cast.alice)
    move_deal(deals[3], to=board.close, by=cast.alice)
    lost = lose_deal(deals[6], reason=reason, by=cast.alice)
    assert kept() == fresh()
    undo(done.event, by=cast.alice)
    undo(lost.event, by=cast.alice)
    assert kept() == fresh()


def test_they_follow_writes_of_many_rows(cast, board, deals):
    Deal.objects.filter(owner=cast.alice).update(base_amount=F("base_amount") * 2, probability=Decimal("33.33"))
    assert kept() == fresh()
    Deal.objects.filter(stage=board.demo).update(parked_until=timezone.localdate(), next_step_at=timezone.now())
    assert kept() == fresh()
    Deal.objects.filter(owner=cast.bob).update(owner=cast.charlie, status="won", probability=None)
    assert kept() == fresh()
    doomed = Deal.objects.filter(owner=cast.charlie)
    doomed.filter(visits__isnull=False).first().visits.all().delete()
    for deal in doomed:
        deal.visits.all().delete()
    doomed._raw_delete(doomed.db)
    assert kept() == fresh()
    Deal.objects.bulk_create(copies(deals[0], 40))
    assert kept() == fresh()


def copies(deal, count):
    sheets = Qualification.objects.bulk_create(Qualification() for _ in range(count))
    facts = {"pipeline": deal.pipeline, "stage": deal.stage, "owner": deal.owner, "base_amount": 7}
    return [Deal(title="Copy", rank=f"b{n:04}V", qualification=sheet, **facts) for n, sheet in enumerate(sheets)]


def test_an_edit_that_changes_no_sum_writes_none(deals):
    before = Tally.objects.count()
    Deal.objects.filter(pk=deals[0].pk).update(title="Another", rank="zz", version=9)
    assert Tally.objects.count() == before


def test_what_was_rolled_back_was_never_counted(deals):
    before = kept()
    with transaction.atomic():
        Deal.objects.all().update(base_amount=1)
        transaction.set_rollback(True)
    assert kept() == before == fresh()


def test_folding_leaves_one_row_for_each_kind(deals):
    for amount in range(30):
        Deal.objects.filter(pk__in=[deal.pk for deal in deals]).update(base_amount=amount)
    with connection.cursor() as cursor:
        cursor.execute("SELECT fold_tallies()")
    assert Tally.objects.count() == len(fresh())
    assert kept() == fresh()


def test_the_totals_of_the_board_are_those_of_its_deals(cast, board, deals):
    Deal.objects.filter(pk=deals[1].pk).update(next_step_at=timezone.now() - timezone.timedelta(days=1))
    Deal.objects.filter(pk=deals[2].pk).update(next_step_at=timezone.now() + timezone.timedelta(days=1))
    Deal.objects.filter(pk=deals[3].pk).update(parked_until=timezone.localdate(), probability=Decimal("12.50"))
    Deal.objects.filter(pk=deals[4].pk).update(status="lost")
    for owners in (None, [cast.alice.pk, cast.bob.pk], [cast.charlie.pk]):
        seen = Deal.objects.on_board()
        seen = seen if owners is None else seen.filter(owner__in=owners)
        said = totals_by_stage(tallied(board.stages, owners, cast.alice), board.stages)
        assert {stage: totals for stage, totals in said.items() if totals["count"]} == column_totals(seen)
        assert counts_of(tallied(board.stages, owners, cast.alice)) == {
            "everything": seen.count(),
            "mine": seen.filter(owner=cast.alice).count(),
            "no_step": seen.without_next_step().count(),
        }
    assert Deal.objects.filter(NEEDS_ATTENTION).exists()
    assert Deal.objects.filter(IS_PARKED).exists()


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_lose_nothing_and_do_not_wait(cast, board, deals):
    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(lambda seed: shuffle([deal.pk for deal in deals[seed::6]], seed), range(6)))
    assert kept() == fresh()
    assert Tally.objects.count() < 600  # they were folded on the way


def shuffle(own, seed):
    chance = Random(seed)
    try:
        for turn in range(60):
            with transaction.atomic():
                some = Deal.objects.filter(pk__in=chance.sample(own, 2))
                odds = chance.choice([None, Decimal(chance.randrange(100))])
                some.update(base_amount=chance.randrange(9999), probability=odds, status=chance.choice(["open", "won"]))
                if turn % 5 == 0:
                    transaction.set_rollback(True)
    finally:
        connection.close()
