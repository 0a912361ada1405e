"""A gate asks for a field an admin added, and its short form fills it in."""

import pytest
from django.urls import reverse

from accounts.models import CustomField
from pipeline.actions import TOP, move_deal
from pipeline.gates import GateClosed, names_by_key, requirements_for
from pipeline.models import Deal, Gate
from pipeline.queries.impact import naming_field
from tests.fields import option_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def region(make_field):
    return make_field("deal", "Region", "choice", options=["North", "South"])


@pytest.fixture
def gate(board, region):
    Gate.objects.filter(stage=board.demo).delete()
    return Gate.objects.create(stage=board.demo, requirements=["custom:region"])


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.discovery)


def test_an_admin_can_ask_for_it(board, region):
    assert ("custom:region", "Region") in requirements_for(board.demo)


def test_it_closes_without_and_opens_with(cast, board, deal, region, gate):
    with pytest.raises(GateClosed) as closed:
        move_deal(deal, to=board.demo, between=TOP, by=cast.alice)
    assert [need.name for need in closed.value.missing] == ["Region"]
    Deal.objects.filter(pk=deal.pk).update(custom={"region": option_of(region, "North")})
    assert move_deal(deal, to=board.demo, between=TOP, by=cast.alice).deal.stage == board.demo


def test_the_short_form_fills_it_in(as_user, cast, board, deal, region, gate):
    alice, move = as_user(cast.alice), reverse("pipeline:deal-move", args=[deal.pk])
    asked = alice.post(move, {"stage": board.demo.pk}, headers=HTMX)
    assert (asked.status_code, "Demo needs Region" in asked.text) == (422, True)
    empty = alice.post(move, {"stage": board.demo.pk, "gate": "1", region.fact: ""}, headers=HTMX)
    assert (empty.status_code, "Fill in “Region”." in empty.text) == (422, True)
    sent = {"stage": board.demo.pk, "gate": "1", region.fact: option_of(region, "South")}
    assert alice.post(move, sent, headers=HTMX).status_code == 200
    now = Deal.objects.get(pk=deal.pk)
    assert (now.stage, now.custom) == (board.demo, {"region": option_of(region, "South")})


def test_no_is_an_answer(cast, board, deal, make_field, gate):
    field = make_field("deal", "Pilot", "yes_no")
    Gate.objects.filter(pk=gate.pk).update(requirements=[f"custom:{field.key}"])
    Deal.objects.filter(pk=deal.pk).update(custom={"pilot": False})
    assert move_deal(deal, to=board.demo, between=TOP, by=cast.alice).deal.stage == board.demo


def test_a_retired_field_asks_for_nothing(cast, board, deal, gate):
    CustomField.objects.update(retired_at="2026-11-22T00:00Z")
    assert names_by_key(["custom:region"]) == {}
    assert move_deal(deal, to=board.demo, between=TOP, by=cast.alice).deal.stage == board.demo


def test_who_retires_it_is_told_of_the_gate(board, gate):
    assert list(naming_field(CustomField.objects.get())) == ["The gate of Demo"]
