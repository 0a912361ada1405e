"""What is written down of months gone by beside counting every stay, whatever happened before and after."""

from datetime import timedelta

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings

from accounts.bin.actions import throw_away
from accounts.zones import today, workspace_zone
from pipeline.models import Deal, StageVisit
from reports.ended import actions
from reports.models import EndedMonth, EndedStays, StirredMonth
from reports.periods import ALL, period_of
from reports.scopes import DealScope
from reports.win_rate.funnel import funnel_of
from tests.reports.ended.nights import SINCE, at_night, grow_old, nothing_written
from tests.reports.histories import ACTS, lived_through

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("many_stays")]


def funnel(cast, board):
    return funnel_of(board.pipeline, period_of(ALL, None), workspace_zone(), DealScope(cast.ada))


def counted_anew(cast, board):
    with nothing_written():
        return funnel(cast, board)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=ACTS, after=ACTS)
def test_the_funnel_of_all_time_is_the_same(cast, board, make_deal, before, after):
    with lived_through(before, cast, board, make_deal) as live_on:
        grow_old()
        assert at_night() > 0 or not StageVisit.objects.exclude(left_at=None).exists()
        assert funnel(cast, board) == counted_anew(cast, board)
        live_on(after)
        grow_old(timedelta(days=40))
        assert funnel(cast, board) == counted_anew(cast, board)
        at_night()
        assert not StirredMonth.objects.exists()
        assert funnel(cast, board) == counted_anew(cast, board)


@pytest.fixture
def old_stay(board, cast, make_deal):
    """Half a year ago Alice's deal moved on after a day."""
    deal = make_deal(cast.alice, board.demo, "Old", amount=1)
    moment = deal.visits.get().entered_at - SINCE
    stay = StageVisit.objects.create(
        deal=deal, stage=board.prospecting, entered_at=moment - timedelta(days=1), left_at=moment, exit="moved",
        exit_to=board.demo,
    )  # fmt: skip
    at_night()
    return stay


def test_what_is_written_down_says_how_many_stays_ended_and_after_how_long(old_stay, board):
    one = EndedStays.objects.get()
    assert (one.month, one.stage_id, one.hours, one.count) == (
        old_stay.left_at.date().replace(day=1), board.prospecting.pk, 24, 1,
    )  # fmt: skip
    assert EndedMonth.objects.latest("month").month < today().replace(day=1)
    assert at_night() == 0


@pytest.mark.parametrize("change", ["edit", "throw away"])
def test_a_change_of_what_is_long_gone_stirs_its_month_until_it_is_written_anew(old_stay, board, cast, change):
    if change == "edit":
        StageVisit.objects.filter(pk=old_stay.pk).update(left_at=old_stay.left_at + timedelta(hours=5))
    else:
        throw_away([Deal.objects.get()], by=cast.ada)
    assert {one.month for one in StirredMonth.objects.all()} >= {old_stay.left_at.date().replace(day=1)}
    assert funnel(cast, board) == counted_anew(cast, board)
    at_night()
    assert not StirredMonth.objects.exists()
    assert list(EndedStays.objects.values_list("hours", flat=True)) == ([29] if change == "edit" else [])


def test_a_transaction_stirs_a_month_once(old_stay):
    for hours in range(1, 6):
        StageVisit.objects.filter(pk=old_stay.pk).update(entered_at=old_stay.entered_at - timedelta(hours=hours))
    assert StirredMonth.objects.count() == 1


def test_what_happens_today_stirs_nothing(board, cast, make_deal):
    deal = make_deal(cast.alice, board.demo, amount=1)
    deal.visits.update(left_at=deal.visits.get().entered_at + timedelta(hours=1), exit="lost")
    assert not StirredMonth.objects.exists()


def test_a_house_of_few_deals_writes_nothing_down(old_stay, monkeypatch):
    EndedMonth.objects.all().delete()
    EndedStays.objects.all().delete()
    StageVisit.objects.update(entered_at=F("entered_at") - SINCE)
    monkeypatch.setattr(actions, "has_many_stays", lambda: False)
    assert (at_night(), EndedMonth.objects.exists(), StirredMonth.objects.exists()) == (0, False, False)


def test_the_sums_answer_in_one_statement(old_stay, board, cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        funnel(cast, board)
