"""What a surgery would do is said before: every figure equals a plain sum over the deals; the page carries it out."""

from decimal import Decimal

import pytest

from accounts.models import SavedView
from followups.models import Rule
from pipeline.actions import win_deal
from pipeline.models import ChecklistItem, Deal, Gate, Stage, Surgery
from pipeline.queries.impact import edit_shift, impact_of
from pipeline.queries.observed import Observed, observed_rates
from tests.board import draw

pytestmark = pytest.mark.django_db
PAGE = "/settings/stages/"


@pytest.fixture
def deals(cast, board, make_deal):
    """Demo: A, B with odds of its own, and one of Discovery."""
    return [
        make_deal(cast.alice, board.demo, "A", amount=1000),
        make_deal(cast.bob, board.demo, "B", amount=500, probability=Decimal(90)),
        make_deal(cast.alice, board.discovery, "C", amount=70),
    ]


def weighted():
    """The weighted forecast of all open deals, counted one by one."""
    return sum(deal.weighted for deal in Deal.objects.open().select_related("stage"))


def test_figures_equal_what_then_happens(as_user, cast, board, deals):
    impact, before = impact_of(board.demo, target=board.discovery), weighted()
    assert (impact.count, impact.total, impact.shift) == (2, 1500, -150)
    as_user(cast.ada).post(f"{PAGE}{board.demo.pk}/retire/", {"to": board.discovery.pk})
    assert weighted() - before == impact.shift


def test_a_new_probability_says_what_it_does_to_the_forecast(cast, board, deals):
    before, shift = weighted(), edit_shift(board.demo, Decimal(60))
    Stage.objects.filter(pk=board.demo.pk).update(probability=60)
    assert (shift, weighted() - before) == (100, 100)


def test_all_that_mentions_the_stage(cast, board):
    item = ChecklistItem.objects.create(stage=board.demo, text="Count the vehicles")
    Gate.objects.create(stage=board.demo, requirements=["amount"])
    Gate.objects.create(stage=board.proposal, requirements=[f"check:{item.pk}"])
    Rule.objects.create(stage=board.demo, trigger="stage.entered", name="Recap mail")
    for name, query in (("Ours", f"stage={board.demo.pk}&owner=3"), ("Not", f"stage={board.demo.pk}7")):
        SavedView.objects.create(owner=cast.alice, name=name, query=query)
    impact = impact_of(Stage.objects.get(pk=board.demo.pk), target=board.discovery)
    assert (impact.asked, impact.gates, impact.checklist) == (["Value"], ["Proposal"], 1)
    assert (impact.planned, impact.views) == ("Recap mail", ["Ours"])


def test_the_page_says_it_in_place(as_user, cast, board, deals):
    text = as_user(cast.ada).get(f"{PAGE}{board.demo.pk}/retire/?to={board.proposal.pk}").text
    for words in ("If you remove Demo", "2 deals, ", "rises <b>€150</b>", "at 65%", "Remove and move 2 deals"):
        assert words in text


@pytest.mark.parametrize("way", ["retire", "merge"])
def test_a_bad_target_comes_back(as_user, cast, board, deals, way):
    answer = as_user(cast.ada).post(f"{PAGE}{board.demo.pk}/{way}/", {"to": board.close.pk})
    assert (answer.status_code, draw(board.demo)) == (422, "A B")
    assert "Choose a stage that is in use and means the same." in answer.text


def test_a_merge_from_the_page_and_back(as_user, cast, board, deals):
    admin = as_user(cast.ada)
    assert admin.post(f"{PAGE}{board.demo.pk}/merge/", {"to": board.discovery.pk}).status_code == 302
    assert draw(board.discovery) == "C A B"
    change = admin.get(PAGE).context["changes"][0]
    assert (change.note, change.refusal) == ("2 deals went to Discovery.", "")
    assert admin.post(f"/settings/changes/{change.surgery.pk}/revert/").status_code == 302
    assert (draw(board.demo), draw(board.discovery)) == ("A B", "C")


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ({}, "A B"),
        ({"value_min": "600"}, "A"),
        ({"owner": "bob"}, "B"),
        ({"days_min": "3"}, ""),
        ({"by_hand": "1", "deal": "B"}, "B"),
    ],
)
def test_a_split_takes_those_that_match(as_user, cast, board, deals, asked, goes):
    ids = {deal.title: deal.pk for deal in deals}
    asked = {name: {"bob": cast.bob.pk, "B": ids["B"]}.get(value, value) for name, value in asked.items()}
    sent = {"name": "Trial", "probability": "55"} | asked
    assert as_user(cast.ada).post(f"{PAGE}{board.demo.pk}/split/", sent).status_code == 302
    assert draw(Stage.objects.get(name="Trial")) == goes


def test_a_split_without_a_name_comes_back(as_user, cast, board, deals):
    answer = as_user(cast.ada).post(f"{PAGE}{board.demo.pk}/split/", {"name": "", "probability": "150"})
    assert (answer.status_code, Stage.objects.filter(pipeline=board.pipeline).count()) == (422, 8)
    assert "Give the new stage a name." in answer.text
    assert "Write a number from 0 to 100" in answer.text


def test_a_split_takes_no_name_that_is_taken_and_once_reverted_gives_its_own_back(as_user, cast, board, deals):
    admin, page = as_user(cast.ada), f"{PAGE}{board.demo.pk}/split/"
    sent = {"name": "Trial", "probability": "55"}
    taken = admin.post(page, sent | {"name": " discovery "})
    assert (taken.status_code, "There is a stage of that name already" in taken.text) == (422, True)
    for _turn in range(2):
        assert admin.post(page, sent).status_code == 302
        assert admin.post(page, sent).status_code == 422
        admin.post(f"/settings/changes/{Surgery.objects.first().pk}/revert/")
    split = Stage.objects.filter(name="Trial").first()
    sent |= {"kind": "open", "colour": 4}
    assert admin.post(f"{PAGE}new/?pipeline={board.pipeline.pk}", sent).status_code == 302
    refused = admin.post(f"{PAGE}{split.pk}/return/", follow=True)
    assert "There is a stage of the name Trial already. Rename that one first." in refused.text


def test_what_was_observed_of_a_stage(cast, board, deals):
    win_deal(Deal.objects.select_related("pipeline").get(pk=deals[0].pk), by=cast.alice)
    assert observed_rates(board.pipeline)[board.demo.pk] == Observed(1, 1)
    assert (Observed(37, 118).percent, Observed(37, 118).low_percent) == (31, 24)
    assert Observed(37, 118).contradicts(50)
    assert not Observed(37, 118).contradicts(35)
    assert not Observed(1, 1).contradicts(0)


def test_the_observed_share_is_applied_and_waits_to_be_saved(as_user, cast, board):
    sent = {"name": "Demo", "kind": "open", "colour": 4, "probability": 50, "apply": "31"}
    page = as_user(cast.ada).post(f"{PAGE}{board.demo.pk}/", sent)
    assert (page.status_code, page.context["form"]["probability"].value()) == (200, "31")
    assert "unsaved change" in page.text
    assert Stage.objects.get(pk=board.demo.pk).probability == 50
