"""Quick add has its undo, by toast and by Z: the deal goes as if it had never been, unless somebody works on it."""

import pytest
from django.urls import reverse

from followups.models import FollowUp, FollowUpKind
from followups.rules.entry import set_entry_follow_up
from followups.rules.hearing import hear_at_once
from forecasting.listeners import keep_the_forecast
from leads.models import Qualification
from pipeline.actions import CannotUndo, create_deal, last_act, move_deal, note_on_deal, undo
from pipeline.actions.opening import opening_of
from pipeline.models import Deal, StageVisit, Tally
from timeline.models import Event

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def add(as_user, cast, board):
    """`add("Pilot")`: Alice adds a deal on top of Prospecting."""

    def post(title):
        fields = {"title": title, "amount": "900"}
        return as_user(cast.alice).post(
            reverse("pipeline:quick-add", args=[board.prospecting.pk]), fields, headers=SCRIPT
        )

    return post


@pytest.mark.parametrize("way", ["toast", "z"])
def test_it_goes_as_if_it_had_never_been(add, as_user, cast, board, way):
    added = add("Pilot")
    deal = Deal.objects.get()
    toast = reverse("pipeline:undo", args=[opening_of(deal).pk])
    assert f'action="{toast}"' in added.text
    undone = as_user(cast.alice).post(toast if way == "toast" else reverse("pipeline:undo-last"), headers=SCRIPT)
    assert (undone.status_code, f'data-gone="{deal.pk}"' in undone.text) == (200, True)
    assert "Undone: Pilot was not added" in undone.text
    left = (Deal, StageVisit, Qualification)
    assert [model.objects.count() for model in left] == [0, 0, 0]
    assert sum(Tally.objects.values_list("count", flat=True)) == 0
    assert list(Event.objects.standing()) == []
    assert as_user(cast.alice).post(toast, headers=SCRIPT).status_code == 404


def test_what_the_stage_planned_goes_along(add, cast, board):
    kind = FollowUpKind.objects.create(name="Call")
    set_entry_follow_up(board.prospecting, kind=kind, title="Call them", working_days=1, by=cast.ada)
    add("Pilot")
    hear_at_once(list(Event.objects.filter(verb="deal.created")))
    assert FollowUp.objects.count() == 1
    undo(opening_of(Deal.objects.get()), by=cast.alice)
    hear_at_once(list(Event.objects.filter(verb__startswith="deal.")))
    keep_the_forecast(list(Event.objects.all()))
    assert (FollowUp.objects.count(), Deal.objects.count()) == (0, 0)


def test_a_deal_somebody_works_on_stays(cast, board, add):
    add("Pilot")
    deal = Deal.objects.get()
    opening = opening_of(deal)
    moved = move_deal(deal, to=board.qualification, by=cast.bob)
    with pytest.raises(CannotUndo, match="Somebody has worked on this deal since"):
        undo(opening, by=cast.alice)
    undo(moved.event, by=cast.bob)
    note_on_deal(deal, text="Call first", by=cast.bob)
    with pytest.raises(CannotUndo, match="Mark it as lost instead"):
        undo(opening, by=cast.alice)
    assert Deal.objects.count() == 1


def test_deals_from_elsewhere_are_no_act_of_the_board(cast, board):
    deal = create_deal(by=cast.alice, title="Sample", stage=board.prospecting, is_sample=True)
    assert last_act(cast.alice) is None
    with pytest.raises(CannotUndo, match="This cannot be undone"):
        undo(opening_of(deal), by=cast.alice)
