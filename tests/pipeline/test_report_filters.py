from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.http import QueryDict

from pipeline.filters import DealFilter
from pipeline.models import Competitor, Deal, LostReason, StageVisit

NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)
LATE = datetime(2026, 6, 30, 23, tzinfo=UTC)  # the first of July in Berlin, where the workspace is


@pytest.fixture
def find(cast):
    """The titles that a query of the address leaves."""

    def titles(query):
        request = SimpleNamespace(user=cast.ada)
        deals = DealFilter(QueryDict(query), queryset=Deal.objects.visible_to(cast.ada), request=request).qs
        return sorted(deals.values_list("title", flat=True))

    return titles


@pytest.fixture
def sales(board, make_deal, cast):
    """Two deals that closed and began near midnight of the workspace."""
    for title, at in (("June", NOON), ("July", LATE)):
        deal = make_deal(cast.alice, board.demo, title)
        Deal.objects.filter(pk=deal.pk).update(closed_at=at, opened_at=at, status="lost")
        StageVisit.objects.filter(deal=deal).update(entered_at=at)
    return board


def test_the_end_of_the_calendar_is_no_disaster(sales, find):
    assert find("closed_before=9999-12-31&opened_before=9999-12-31") == ["July", "June"]
    assert find(f"entered={sales.demo.pk}&entered_before=9999-12-31") == ["July", "June"]


@pytest.mark.parametrize("word", ["closed", "opened"])
def test_days_are_those_of_the_workspace(sales, find, word):
    assert find(f"{word}_after=2026-06-01&{word}_before=2026-06-30") == ["June"]
    assert find(f"{word}_after=2026-07-01&{word}_before=2026-07-31") == ["July"]


def test_reached_a_stage_within_days(sales, find):
    assert find(f"entered={sales.demo.pk}") == ["July", "June"]
    assert find(f"entered={sales.demo.pk}&entered_after=2026-07-01") == ["July"]
    assert find(f"entered={sales.demo.pk}&entered_before=2026-06-30") == ["June"]
    assert find(f"entered={sales.proposal.pk}") == []


def test_undone_stays_do_not_count_as_reached(sales, find):
    StageVisit.objects.update(undone=True)
    assert find(f"entered={sales.demo.pk}") == []


def test_what_is_missing_can_be_asked_for(sales, find):
    reason = LostReason.objects.create(name="Too slow")
    Deal.objects.filter(title="June").update(lost_reason=reason, source="Fair", product="Pump")
    assert find("lacking=reason") == ["July"]
    assert find("lacking=source&lacking=product") == ["July"]
    assert find("lacking=close") == ["July", "June"]
    assert find(f"lost_reason={reason.pk}") == ["June"]
    assert find("product=pump") == ["June"]


def test_deals_lost_to_a_competitor(sales, find):
    fleetly = Competitor.objects.create(name="Fleetly")
    Deal.objects.filter(title="June").update(lost_to=fleetly)
    assert find(f"lost_to={fleetly.pk}") == ["June"]
    assert find("lacking=competitor") == ["July"]


def test_people_who_left_can_still_be_asked_for(sales, find, cast):
    cast.alice.is_active = False
    cast.alice.save()
    assert find(f"owner={cast.alice.pk}") == ["July", "June"]
    assert find(f"owner={cast.bob.pk}") == []
