from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.bin.actions import restore, throw_away
from accounts.models import BinnedRecord
from accounts.zones import today, workspace_zone
from forecasting.models import DealSnapshot, ForecastSnapshot
from forecasting.nights.writing import write_night
from forecasting.periods import FiscalPeriod
from forecasting.waterfall.between import Question, deals_of, waterfall_between
from pipeline.actions import CannotUndo, edit_deal, lose_deal, move_deal, reopen_deal, undo, win_deal
from pipeline.actions.rates import set_rate
from pipeline.models import Deal, ExchangeRate, LostReason
from timeline.models import Event

pytestmark = pytest.mark.django_db


def day(before):
    return today() - timedelta(days=before)


def question(user, since=5, until=0, **more):
    this_day = today()
    period = FiscalPeriod.of("month", this_day, 1)
    zone = workspace_zone().key
    return Question(user, period, day(since), day(until), this_day=this_day, zone=zone, **more)


def told(asked):
    """The waterfall as {kind: amount}, after having seen that it balances and that each bar opens its deals."""
    found = waterfall_between(asked)
    assert found.opening.amount + sum(bar.amount for bar in found.bars) == found.closing.amount
    for bar in (found.opening, *found.bars, found.closing):
        rows = deals_of(asked, bar.kind)
        assert (len(rows), sum(row.amount for row in rows)) == (bar.count, bar.amount)
    return {str(bar.kind): bar.amount for bar in (found.opening, *found.bars, found.closing)}


@pytest.fixture
def sell(make_deal):
    """`sell(cast.alice, 100)`: a deal at the demo that is expected this month."""

    def make(owner, stage, amount, **facts):
        facts = {"expected_close": day(0)} | facts
        return make_deal(owner, stage, f"Deal {amount}", amount=amount, company=None, **facts)

    return make


def test_every_change_has_its_bar(cast, board, sell):
    demo, alice = board.demo, cast.alice
    ExchangeRate.objects.create(currency="USD", since=day(99), rate=Decimal("0.9"))
    reason = LostReason.objects.first()
    up, down, won, lost, out, dear, handed = (sell(alice, demo, amount) for amount in (10, 200, 3000, 400, 50, 6, 7000))
    foreign = sell(alice, demo, 1000, currency="USD")
    late = sell(alice, demo, 80_000, expected_close=day(-70))
    back = sell(alice, demo, 900_000)
    lose_deal(back, reason=reason, by=alice)
    write_night(day(5))
    edit_deal(up, by=alice, amount=15)
    edit_deal(down, by=alice, amount=180)
    edit_deal(won, by=alice, amount=3300)
    win_deal(Deal.objects.get(pk=won.pk), by=alice)
    lose_deal(lost, reason=reason, by=alice)
    edit_deal(out, by=alice, expected_close=day(-70))
    edit_deal(late, by=alice, expected_close=day(0))
    edit_deal(handed, by=cast.ada, owner=cast.charlie)
    set_rate("USD", rate=Decimal("0.95"), since=day(1), by=cast.ada)
    reopen_deal(Deal.objects.get(pk=back.pk), by=alice)
    new = sell(alice, demo, 11)
    gone_new = sell(alice, demo, 22)
    win_deal(gone_new, by=alice)
    assert told(question(cast.mona)) == {
        "opening": 10 + 200 + 3000 + 400 + 50 + 6 + 7000 + 900, "created": 33, "reopened": 900_000, "pulled": 80_000,
        "grew": 5 + 300, "shrank": -20, "rate": 50, "pushed": -50, "left": -7000, "lost": -400, "won": -3322,
        "closing": 15 + 180 + 6 + 950 + 80_000 + 900_000 + 11,
    }  # fmt: skip
    assert told(question(cast.charlie)) == {"opening": 0, "came": 7000, "closing": 7000}
    assert told(question(cast.ada, team=cast.south)) == {"opening": 0, "came": 7000, "closing": 7000}
    assert told(question(cast.ada, currency="USD")) == {"opening": 900, "rate": 50, "closing": 950}
    assert told(question(cast.ada, owner=cast.bob)) == {"opening": 0, "closing": 0}
    assert {dear.pk, foreign.pk, new.pk} <= {row.deal_id for row in deals_of(question(cast.mona), "closing")}


def test_between_two_nights_only_what_was_written_counts(cast, board, sell):
    deal = sell(cast.alice, board.demo, 100)
    write_night(day(5))
    edit_deal(deal, by=cast.alice, amount=130)
    write_night(day(3))
    edit_deal(deal, by=cast.alice, amount=999)
    assert told(question(cast.alice, until=3)) == {"opening": 100, "grew": 30, "closing": 130}
    Deal.objects.all().delete()
    assert told(question(cast.alice, until=3)) == {"opening": 100, "grew": 30, "closing": 130}
    assert told(question(cast.alice)) == {"opening": 100, "removed": -100, "closing": 0}


def test_what_was_thrown_away_leaves_and_comes_back(cast, board, sell):
    deal, other = (sell(cast.alice, board.demo, amount) for amount in (100, 7))
    write_night(day(5))
    written = list(DealSnapshot.objects.order_by("pk").values()), list(ForecastSnapshot.objects.order_by("pk").values())
    throw_away([deal], by=cast.alice)
    assert told(question(cast.alice)) == {"opening": 107, "removed": -100, "closing": 7}
    assert [row.title for row in deals_of(question(cast.alice), "removed")] == [None]
    restore(list(BinnedRecord.objects.all()), by=cast.alice)
    assert told(question(cast.alice)) == {"opening": 107, "closing": 107}
    assert written == (
        list(DealSnapshot.objects.order_by("pk").values()), list(ForecastSnapshot.objects.order_by("pk").values()),
    )  # fmt: skip
    throw_away([deal], by=cast.alice)
    write_night(day(3))
    restore(list(BinnedRecord.objects.all()), by=cast.alice)
    assert told(question(cast.alice, since=3)) == {"opening": 7, "restored": 100, "closing": 107}
    assert told(question(cast.alice, until=3)) == {"opening": 107, "removed": -100, "closing": 7}
    assert other.pk in {row.deal_id for row in deals_of(question(cast.alice), "closing")}


def test_what_a_stranger_owns_by_now_is_not_named(cast, board, sell):
    deal = sell(cast.alice, board.demo, 100)
    write_night(day(5))
    edit_deal(deal, by=cast.ada, owner=cast.charlie)
    assert [row.is_visible for row in deals_of(question(cast.mona), "left")] == [False]
    assert [row.is_visible for row in deals_of(question(cast.ada), "opening")] == [True]


VERBS = [
    "create",
    "amount",
    "cents",
    "date",
    "move",
    "win",
    "lose",
    "reopen",
    "undo",
    "hand",
    "currency",
    "rate",
    "night",
    "throw",
    "restore",
]
ACTS = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 9), st.integers(1, 99_999)), min_size=6, max_size=16)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
def test_it_balances_to_the_cent_whatever_happened(cast, board, sell, acts):
    with transaction.atomic():
        play(cast, board, sell, acts)
        transaction.set_rollback(True)  # nothing of an example stays


def play(cast, board, sell, acts):
    ExchangeRate.objects.create(currency="USD", since=day(99), rate=Decimal("0.87654321"))
    for amount in (1000, 2000, 3000):
        sell(cast.alice, board.demo, amount, currency="USD" if amount == 2000 else "EUR")
    write_night(day(30))
    nights = [30]
    for verb, pick, number in acts:
        deals = list(Deal.objects.select_related("stage").order_by("pk"))
        if verb == "night" and nights[-1] > 1:
            nights.append(nights[-1] - 1)
            write_night(day(nights[-1]))
        elif verb != "night" and deals:
            act(cast, board, sell, verb, deals[pick % len(deals)], number)
    check(cast, nights)


def act(cast, board, sell, verb, deal, number):
    ada = cast.ada
    match verb:
        case "create":
            sell(cast.bob, board.demo, Decimal(number) / 100, expected_close=day(0 if number % 2 else -70))
        case "amount" | "cents":
            edit_deal(deal, by=ada, amount=Decimal(number) / (100 if verb == "cents" else 1))
        case "date":
            edit_deal(deal, by=ada, expected_close=[day(0), day(-70), None][number % 3])
        case "move" if deal.status == "open":
            move_deal(deal, to=board.stages[number % 6], by=ada)
        case "win" if deal.status == "open" and deal.amount:
            win_deal(deal, by=ada)
        case "lose" if deal.status == "open":
            lose_deal(deal, reason=LostReason.objects.first(), by=ada)
        case "reopen" if deal.status != "open":
            reopen_deal(deal, by=ada)
        case "undo":
            take_back_last(ada)
        case "hand":
            edit_deal(deal, by=ada, owner=[cast.alice, cast.bob, cast.charlie][number % 3])
        case "currency":
            edit_deal(deal, by=ada, currency=["EUR", "USD"][number % 2])
        case "throw" if Deal.objects.count() > 1:
            throw_away([deal], by=ada)
        case "restore":
            restore(list(BinnedRecord.objects.order_by("pk")[: number % 3]), by=ada)
        case "rate":
            set_rate("USD", rate=Decimal(number) / 50_000, since=day(number % 3), by=ada)


def take_back_last(by):
    last = Event.objects.standing().filter(actor=by, subject__startswith="deal:").order_by("-id").first()
    if last:
        try:
            with transaction.atomic():
                undo(last, by=by)
        except CannotUndo:
            pass


def check(cast, nights):
    """Between any two days, for all, a team, a rep and a currency; each day's total is what its night stored."""
    month = FiscalPeriod.of("month", day(0), 1)
    stored = dict(
        ForecastSnapshot.objects.filter(scope="house", first=month.first, period="month").values_list(
            "day", "open_amount"
        )
    )
    ends = [*nights[:3], nights[-1], 0]
    for since, until in {(ends[0], 0), (ends[0], ends[-2]), (ends[-2], 0), (ends[1], ends[2])}:
        if since > until:
            sums = told(question(cast.ada, since, until))
            assert sums["opening"] == stored.get(day(since), 0)
            assert until == 0 or sums["closing"] == stored.get(day(until), 0)
            told(question(cast.charlie, since, until))
            told(question(cast.ada, since, until, team=cast.north, currency="USD"))
    now = Deal.objects.open().filter(expected_close__lte=month.last)
    assert told(question(cast.ada, ends[0], 0))["closing"] == sum(deal.base_amount for deal in now)
