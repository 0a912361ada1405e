"""Idle longer than its stage allows, with nothing planned: that is stale, on the card and in the filter alike."""

from datetime import timedelta

import pytest
from django.utils import timezone

from followups.actions import plan_follow_up, set_up_kinds
from pipeline.actions import edit_deal, move_deal, note_on_deal, park_deal, qualify_deal, wake_parked_deals
from pipeline.listeners import note_the_care
from pipeline.models import Deal
from timeline.log import record
from timeline.models import Event

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(days=60)


@pytest.fixture
def deal(cast, board, make_deal):
    """Alice's deal, untouched in Demo for sixty days."""
    deal = make_deal(cast.alice, board.demo, amount=48_000)
    then = timezone.now() - LONG_AGO
    Deal.objects.filter(pk=deal.pk).update(entered_stage_at=then, touched_at=then)
    return now(deal)


def now(deal):
    return Deal.objects.for_cards().get(pk=deal.pk)


def is_stale(deal):
    """As the card says and as the filter says, which must be the same."""
    said, found = now(deal).is_stale, Deal.objects.stale().filter(pk=deal.pk).exists()
    assert said == found
    return said


def test_what_nobody_touched_dries_out(deal):
    assert is_stale(deal)
    assert (deal.days_in_stage, deal.days_idle) == (60, 60)


@pytest.mark.parametrize("moment", ["touched_at", "entered_stage_at"])
def test_a_touch_and_a_new_stage_keep_it_fresh(deal, moment):
    Deal.objects.filter(pk=deal.pk).update(**{moment: timezone.now() - timedelta(days=1)})
    assert not is_stale(deal)


def test_idle_time_and_stage_time_are_two_things(deal):
    Deal.objects.filter(pk=deal.pk).update(touched_at=timezone.now() - timedelta(days=31))
    seen = now(deal)
    assert (is_stale(deal), seen.days_in_stage, seen.days_idle) == (True, 60, 31)


@pytest.mark.parametrize(("hours", "stale"), [(1, False), (-1, True)])
def test_a_planned_step_is_care_until_it_is_due(deal, hours, stale):
    Deal.objects.filter(pk=deal.pk).update(next_step_at=timezone.now() + timedelta(hours=hours))
    assert is_stale(deal) is stale


def test_a_parked_deal_is_not_stale(cast, deal):
    park_deal(deal, until=timezone.localdate() + timedelta(days=3), by=cast.alice)
    assert not is_stale(deal)


@pytest.mark.parametrize("days", [None, 90])
def test_the_stage_says_how_long(board, deal, days):
    board.demo.stale_days = days
    board.demo.save()
    assert not is_stale(deal)


def test_closed_deals_are_never_stale(deal):
    Deal.objects.filter(pk=deal.pk).update(status="lost")
    assert not is_stale(deal)


def hear(*, but=()):
    note_the_care(Event.objects.exclude(verb__in=["deal.created", *but]).order_by("pk"))


CARE = {
    "a note": lambda deal, by: note_on_deal(deal, text="Called", by=by),
    "an edit": lambda deal, by: edit_deal(deal, title="Reefers", by=by),
    "an answer": lambda deal, by: qualify_deal(deal, budget=1, by=by),
    "a move": lambda deal, by: move_deal(deal, to=deal.pipeline.stages.get(name="Proposal"), by=by),
    "a promise": lambda deal, by: plan_follow_up(
        about=deal, kind=set_up_kinds()[0], title="Call", due_at=timezone.now(), by=by
    ),
}


@pytest.mark.parametrize("care", CARE)
def test_what_a_person_does_for_it_is_care(cast, deal, care):
    CARE[care](deal, cast.alice)
    hear()
    assert now(deal).touched_at == Event.objects.latest("pk").happened_at
    assert not is_stale(deal)


def test_another_place_in_its_column_is_no_care(cast, board, deal, make_deal):
    make_deal(cast.alice, board.demo, "Milk run")
    move_deal(deal, to=board.demo, by=cast.alice)
    hear()
    assert is_stale(deal)


def test_what_machines_do_is_no_care(cast, deal):
    Deal.objects.filter(pk=deal.pk).update(parked_until=timezone.localdate() - timedelta(days=1))
    wake_parked_deals()
    record("deal.moved", deal, by=cast.ada, details={"surgery": 3})
    hear()
    assert now(deal).days_idle == 60


def test_an_older_event_takes_nothing_back(cast, deal):
    later = timezone.now() + timedelta(minutes=5)
    Deal.objects.filter(pk=deal.pk).update(touched_at=later)
    note_on_deal(deal, text="Called", by=cast.alice)
    hear()
    assert now(deal).touched_at == later
