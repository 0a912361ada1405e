"""Parking a deal until a day: what leaves it alone meanwhile, and what wakes it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from pipeline.actions import (
    CannotPark,
    MovedMeanwhile,
    lose_deal,
    move_deal,
    park_deal,
    undo,
    unpark_deal,
    wake_parked_deals,
    win_deal,
)
from pipeline.models import Deal, LostReason
from timeline.models import Event

pytestmark = pytest.mark.django_db

REASON = "Budget opens in January"


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.demo, amount=48_000)


@pytest.fixture
def in_a_month():
    return timezone.localdate() + timedelta(days=30)


@pytest.fixture
def parked(cast, deal, in_a_month):
    return park_deal(deal, until=in_a_month, reason=REASON, by=cast.alice).deal


def now(deal):
    return Deal.objects.get(pk=deal.pk)


def test_a_parked_deal_rests_where_it_stands(cast, board, deal, in_a_month):
    done = park_deal(deal, until=in_a_month, reason=REASON, version=1, by=cast.alice)
    assert (done.deal.is_parked, done.deal.parked_until, done.deal.parked_reason) == (True, in_a_month, REASON)
    assert (done.deal.stage, done.version, done.event.verb) == (board.demo, 2, "deal.parked")
    assert done.event.changes == {"parked_until": [None, in_a_month.isoformat()], "parked_reason": ["", REASON]}


@pytest.mark.parametrize(
    ("days", "why"), [(0, "Choose a day after today."), (5000, "Choose a day within three years.")]
)
def test_only_a_coming_day_will_do(cast, deal, days, why):
    with pytest.raises(CannotPark, match=why):
        park_deal(deal, until=timezone.localdate() + timedelta(days=days), by=cast.alice)
    assert now(deal).parked_until is None


def test_only_open_deals_are_parked(cast, deal, in_a_month):
    won = win_deal(deal, by=cast.alice).deal
    with pytest.raises(CannotPark, match="Only open deals"):
        park_deal(won, until=in_a_month, by=cast.alice)


def test_the_same_operation_parks_once(cast, deal, in_a_month):
    op = "0d3f7ac0-4b7d-4b6e-a10f-0d3f7ac04b7d"
    first, second = (park_deal(deal, until=in_a_month, op=op, by=cast.alice) for _time in range(2))
    assert (first.event, first.version) == (second.event, second.version)


def test_who_saw_an_older_state_is_told(cast, deal, parked, in_a_month):
    with pytest.raises(MovedMeanwhile, match="Alice Archer parked this deal meanwhile"):
        park_deal(deal, until=in_a_month, version=1, by=cast.bob)
    unpark_deal(parked, by=cast.alice)
    with pytest.raises(MovedMeanwhile, match="woken meanwhile"):
        unpark_deal(parked, by=cast.bob)


def test_nobody_is_reminded_of_what_is_parked(cast, deal, parked):
    assert list(Deal.objects.needing_attention()) == []
    assert list(Deal.objects.without_next_step()) == []
    assert list(Deal.objects.parked()) == [deal]


def test_it_can_be_woken_by_hand(cast, parked):
    done = unpark_deal(parked, by=cast.alice)
    assert (done.deal.is_parked, done.deal.parked_reason, done.event.verb) == (False, "", "deal.woken")
    assert list(Deal.objects.parked()) == []


@pytest.mark.parametrize("way", ["move", "win", "lose"])
def test_whatever_carries_it_on_wakes_it_and_undo_lays_it_down_again(cast, board, parked, in_a_month, way):
    acts = {
        "move": lambda: move_deal(parked, to=board.proposal, by=cast.alice),
        "win": lambda: win_deal(parked, by=cast.alice),
        "lose": lambda: lose_deal(parked, reason=LostReason.objects.first(), by=cast.alice),
    }
    done = acts[way]()
    assert now(parked).is_parked is False
    back = undo(done.event, by=cast.alice).deal
    assert (back.is_parked, back.parked_until, back.parked_reason) == (True, in_a_month, REASON)


def test_another_place_in_its_column_does_not_wake_it(cast, board, parked, make_deal):
    make_deal(cast.alice, board.demo, "Milk run")
    move_deal(parked, to=board.demo, by=cast.alice)
    assert now(parked).is_parked is True


def test_parking_and_waking_can_be_undone(cast, parked, in_a_month):
    woken = unpark_deal(parked, by=cast.alice)
    assert undo(woken.event, by=cast.alice).deal.parked_until == in_a_month
    parked_again = park_deal(parked, until=in_a_month + timedelta(days=1), reason="Later", by=cast.alice)
    back = undo(parked_again.event, by=cast.alice).deal
    assert (back.parked_until, back.parked_reason) == (in_a_month, REASON)


def wake_up_on(deal, day):
    Deal.objects.filter(pk=deal.pk).update(parked_until=day)
    return wake_parked_deals()


def test_its_day_wakes_it_once(cast, parked):
    assert wake_up_on(parked, timezone.localdate() + timedelta(days=2)) == 0
    assert wake_up_on(parked, timezone.localdate(timezone=timezone.get_default_timezone())) == 1
    assert wake_parked_deals() == 0
    event = Event.objects.get(verb="deal.woken")
    assert (event.actor, event.details["reason"], now(parked).is_parked) == (None, REASON, False)


@pytest.mark.parametrize(("zone", "is_awake"), [("Pacific/Kiritimati", True), ("Pacific/Pago_Pago", False)])
def test_the_day_begins_where_the_owner_lives(cast, parked, zone, is_awake):
    """Kiritimati is always a day ahead of Pago Pago; the day that has begun there only has not begun here."""
    cast.alice.time_zone = zone
    cast.alice.save()
    ahead = timezone.localdate(timezone=ZoneInfo("Pacific/Kiritimati"))
    wake_up_on(parked, ahead)
    assert now(parked).is_parked is not is_awake


HTMX = {"HX-Request": "true"}


@pytest.fixture
def park(as_user, cast, deal):
    """Alice, or whoever else, parks the deal by the form."""

    def send(by=cast.alice, **asked):
        return as_user(by).post(reverse("pipeline:deal-park", args=[deal.pk]), asked, headers=HTMX)

    return send


def test_the_form_parks_and_offers_undo(park, deal, in_a_month):
    answer = park(until=in_a_month.isoformat(), reason=REASON, version=1)
    assert (answer.status_code, now(deal).parked_until) == (200, in_a_month)
    assert ("Parked until" in answer.text, "data-undo" in answer.text) == (True, True)


def test_the_form_keeps_what_was_typed(park, deal):
    answer = park(until=timezone.localdate().isoformat(), reason=REASON)
    assert (answer.status_code, now(deal).parked_until) == (422, None)
    assert ("Choose a day after today." in answer.text, REASON in answer.text) == (True, True)


def test_a_day_must_be_chosen(park):
    assert "Choose the day it shall wake." in park(reason=REASON).text


def test_a_late_form_is_told_who_was_faster(cast, park, deal, in_a_month):
    note = park_deal(deal, until=in_a_month, by=cast.bob)
    assert park(until=in_a_month.isoformat(), version=note.version - 1).status_code == 409


def test_strangers_find_nothing_and_guests_may_not(cast, park, in_a_month):
    assert park(by=cast.charlie, until=in_a_month.isoformat()).status_code == 404
    assert park(by=cast.gus, until=in_a_month.isoformat()).status_code == 403


def test_a_move_says_that_it_is_parked_no_longer(as_user, cast, board, parked):
    address = reverse("pipeline:deal-move", args=[parked.pk])
    answer = as_user(cast.alice).post(address, {"stage": board.proposal.pk}, headers=HTMX)
    assert "Moved to Proposal, no longer parked" in answer.text


def test_a_quick_pick_is_a_day_to_come(as_user, cast, deal):
    page = as_user(cast.alice).get(reverse("pipeline:deal-park", args=[deal.pk]))
    days = [day for _name, day in page.context["days"]]
    assert (days[0].weekday(), days[1].day, days[2].month in (1, 4, 7, 10)) == (0, 1, True)
    assert all(day > timezone.localdate() for day in days)


def test_the_deal_page_says_so_and_wakes_it(as_user, cast, parked):
    client, page = as_user(cast.alice), reverse("pipeline:deal", args=[parked.pk])
    assert REASON in client.get(page).text
    answer = client.post(reverse("pipeline:deal-wake", args=[parked.pk]), {"back": "deal"})
    assert (answer.status_code, answer.url, now(parked).is_parked) == (302, page, False)
    assert client.get(reverse("pipeline:deal-wake", args=[parked.pk])).status_code == 405
