"""A board in rows: totals of each owner or label, first cards of each cell, and a drop that changes both in one act."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from leads.models import Label, LabelSet
from pipeline.actions import move_to_lane, undo_bulk
from pipeline.actions.board_settings import fold_lane, fold_stage
from pipeline.models import BoardSettings, Deal
from pipeline.queries.lanes import MOST_LANES, cards_of_each
from tests.board import draw
from timeline.models import Event

BOARD = reverse("pipeline:board")
HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def labels(workspace):
    kinds = LabelSet.objects.create(name="Heat")
    return {name: Label.objects.create(set=kinds, name=name, position=at) for at, name in enumerate(["Hot", "Cold"])}


@pytest.fixture
def deals(cast, board, labels, make_deal):
    """Demo: A (Hot) B (Cold) C (Hot); Proposal: D (none, Bob's)."""
    made = {
        title: make_deal(cast.alice, board.demo, title, amount=1000, label=labels[name])
        for title, name in {"A": "Hot", "B": "Cold", "C": "Hot"}.items()
    }
    return made | {"D": make_deal(cast.bob, board.proposal, "D", amount=500)}


@pytest.fixture
def alice(as_user, cast):
    return as_user(cast.alice)


@pytest.fixture
def drop(alice):
    """`drop(deal, stage, lane)`: as the script sends it from a board in rows of labels."""

    def send(deal, stage, lane, group="label", **asked):
        asked = {"stage": stage.pk, "lane": lane, "version": deal.stage_version, "op": uuid4()} | asked
        return alice.post(f"{reverse('pipeline:deal-move', args=[deal.pk])}?group={group}", asked, headers=HTMX)

    return send


def drawn(page):
    """What stands in the cells: “Hot Demo: A C”."""
    cells = [
        (cell.lane.name, column.stage.name, cell.cards) for column in page.context["columns"] for cell in column.cells
    ]
    return [f"{lane} {stage}: {' '.join(card.title for card in cards)}" for lane, stage, cards in cells if cards]


def heads(page):
    return [(lane.name, lane.count, lane.total, lane.weighted) for lane in page.context["sight"].lanes]


def test_rows_of_labels_hold_true_totals(alice, board, deals):
    page = alice.get(BOARD, {"group": "label"})
    assert heads(page) == [
        ("Hot", 2, 2000, 2000 * Decimal(board.demo.probability) / 100),
        ("Cold", 1, 1000, 1000 * Decimal(board.demo.probability) / 100),
        ("No label", 1, 500, 500 * Decimal(board.proposal.probability) / 100),
    ]
    assert drawn(page) == ["Hot Demo: A C", "Cold Demo: B", "No label Proposal: D"]


def test_rows_of_owners_within_the_filter(alice, deals, labels):
    page = alice.get(BOARD, {"group": "owner"})
    assert drawn(page) == ["Alice Archer Demo: A B C", f"{deals['D'].owner.name} Proposal: D"]
    page = alice.get(BOARD, {"group": "owner", "label": labels["Hot"].pk})
    assert [(name, count) for name, count, *_rest in heads(page)] == [("Alice Archer", 2)]


@pytest.mark.parametrize("group", ["", "stage", "owner_id", "\x00", "label' --"])
def test_a_board_without_rows_stays_as_it_was(alice, deals, group):
    page = alice.get(BOARD, {"group": group})
    assert ("data-lane" in page.text, "lanes.css" in page.text) == (False, False)


def test_filter_tabs_and_faces_keep_the_rows(alice, deals):
    page = alice.get(BOARD, {"group": "label"})
    assert '<input type="hidden" name="group" value="label">' in page.text
    assert page.context["sight"].saved_query.startswith("group=label")
    assert all("group=label" in face["address"] for face in page.context["sight"].faces())
    assert all("group=label" in tab.address for tab in page.context["tabs"])
    assert page.context["tabs"][0].is_current


def test_the_rows_cost_the_same_queries_however_many(
    as_user, cast, board, labels, make_deal, deals, django_assert_max_num_queries
):
    def count():
        client = as_user(cast.mona)
        client.get(BOARD)
        with django_assert_max_num_queries(12) as queries:
            client.get(BOARD, {"group": "label"})
        return len(queries)

    few = count()
    for number in range(30):
        label = Label.objects.create(set=labels["Hot"].set, name=f"Label {number}", position=9)
        make_deal(cast.bob, board.stages[number % 8], f"Deal {number}", amount=10, label=label)
    assert count() == few


def test_a_cell_brings_its_first_cards_and_more_on_demand(alice, cast, board, labels, make_deal):
    for number in range(30):
        make_deal(cast.alice, board.demo, f"{number:02}", company=None, label=labels["Hot" if number % 3 else "Cold"])
    for number in range(30, 60):
        make_deal(cast.alice, board.demo, f"{number:02}", company=None, label=labels["Hot"])
    columns = alice.get(BOARD, {"group": "label"}).context["columns"]
    cell = next(one for one in columns if one.stage == board.demo).cells[0]
    assert (len(cell.cards), cell.more) == (25, 25)
    asked = {"group": "label", "lane": labels["Hot"].pk, "after": cell.last_rank}
    page = alice.get(reverse("pipeline:column", args=[board.demo.pk]), asked)
    titles = [card.title for card in [*cell.cards, *page.context["cards"]]]
    assert (titles, page.context["is_there_more"]) == ([f"{n:02}" for n in range(60) if n % 3 or n >= 30], False)


@pytest.mark.parametrize("lane", ["x", "-", "9" * 40, "\x00"])
def test_a_made_up_row_is_refused(alice, board, deals, lane):
    page = alice.get(reverse("pipeline:column", args=[board.demo.pk]), {"group": "label", "lane": lane})
    assert page.status_code == 400


def test_what_was_won_last_stands_on_top_of_its_cell(alice, cast, board, deals):
    for hours, title in enumerate("CA"):
        at = timezone.now() - timezone.timedelta(hours=hours)
        Deal.objects.filter(title=title).update(status="won", stage=board.close, entered_stage_at=at)
    assert drawn(alice.get(BOARD, {"group": "label"}))[-1] == "Hot Close: C A"


def test_very_many_rows_show_the_fullest_and_say_so(alice, cast, board, labels, make_deal, deals):
    for number in range(MOST_LANES):
        label = Label.objects.create(set=labels["Hot"].set, name=f"Label {number}", position=9)
        make_deal(cast.alice, board.demo, f"Deal {number}", amount=10, label=label)
    page = alice.get(BOARD, {"group": "label"})
    assert (len(heads(page)), heads(page)[0][0]) == (MOST_LANES, "Hot")
    assert "These are the 30 fullest of 33 rows. A filter shows the others." in page.text


@pytest.mark.parametrize(("lanes", "cards"), [(0, 25), (4, 25), (5, 20), (10, 10), (30, 5)])
def test_many_rows_begin_with_fewer_cards_each(lanes, cards):
    assert cards_of_each(range(lanes)) == cards


def test_a_drop_into_another_row_changes_both_in_one_act(cast, board, labels, deals, drop):
    answer = drop(deals["A"], board.proposal, labels["Cold"].pk)
    deal = Deal.objects.get(title="A")
    assert (answer.status_code, deal.stage, deal.label) == (200, board.proposal, labels["Cold"])
    assert "Moved to Proposal, label Cold" in answer.text
    assert f'data-lane="{labels["Cold"].pk}"' in answer.text
    events = Event.objects.filter(subject=f"deal:{deal.pk}").order_by("-id")[:2]
    assert [event.verb for event in events] == ["deal.edited", "deal.moved"]
    assert len({event.details["bulk"] for event in events}) == 1


def test_one_undo_takes_both_back(alice, board, labels, deals, drop):
    drop(deals["A"], board.proposal, labels["Cold"].pk)
    event = Event.objects.filter(verb="deal.moved").latest("id")
    answer = alice.post(reverse("pipeline:undo", args=[event.pk]) + "?group=label", headers=HTMX)
    deal = Deal.objects.get(title="A")
    assert (deal.stage, deal.label, draw(board.demo)) == (board.demo, labels["Hot"], "A B C")
    assert "Undone: back in Demo, Label as before" in answer.text


def test_z_takes_both_back(alice, cast, board, deals, drop):
    drop(deals["A"], board.demo, cast.bob.pk, "owner")
    assert Deal.objects.get(title="A").owner == cast.bob
    alice.post(reverse("pipeline:undo-last"), headers=HTMX)
    assert (Deal.objects.get(title="A").owner, draw(board.demo)) == (cast.alice, "A B C")


def test_into_the_row_without_a_label(board, deals, drop):
    assert "New place in Demo, no label" in drop(deals["A"], board.demo, "none").text
    assert Deal.objects.get(title="A").label is None


def test_its_own_row_is_a_plain_move(board, labels, deals, drop):
    answer = drop(deals["A"], board.proposal, labels["Hot"].pk)
    assert "Moved to Proposal<" in answer.text
    assert "bulk" not in Event.objects.filter(verb="deal.moved").latest("id").details


def test_a_gate_keeps_both_back_and_keeps_the_row_in_mind(cast, board, labels, make_deal, drop):
    deal = make_deal(cast.alice, board.prospecting, "raw", qualified=False, label=labels["Hot"])
    answer = drop(deal, board.proposal, labels["Cold"].pk)
    deal = Deal.objects.get(pk=deal.pk)
    assert (answer.status_code, deal.stage, deal.label) == (422, board.prospecting, labels["Hot"])
    assert f'name="lane" value="{labels["Cold"].pk}"' in answer.text


@pytest.mark.parametrize("lane", ["999999", "x", "9" * 20])
def test_a_row_that_is_gone_takes_nothing(board, labels, deals, drop, lane):
    answer = drop(deals["A"], board.proposal, lane)
    assert (answer.status_code, Deal.objects.get(title="A").stage) == (409, board.demo)
    assert "This label is not in use any more." in answer.text


def test_nobody_gives_to_people_they_do_not_see(cast, board, deals, drop):
    answer = drop(deals["A"], board.demo, cast.charlie.pk, "owner")
    assert (answer.status_code, Deal.objects.get(title="A").owner) == (409, cast.alice)


def test_the_same_act_again_does_nothing_again(cast, board, labels, deals):
    asked = {"to": board.proposal, "facts": {"label": labels["Cold"]}, "op": uuid4(), "by": cast.alice}
    first = move_to_lane(deals["A"], **asked)
    again = move_to_lane(deals["A"], **asked)
    assert (again.event, Event.objects.of_bulk(asked["op"]).count()) == (first.event, 2)


def test_many_are_dropped_together_and_come_back_together(alice, cast, board, labels, deals):
    bulk = uuid4()
    asked = {"act": "move", "ids": f"{deals['A'].pk},{deals['D'].pk}", "stage": board.proposal.pk, "bulk": bulk}
    address = f"{reverse('pipeline:bulk')}?group=label"
    answer = alice.post(address, asked | {"lane": labels["Cold"].pk, "place": "top"}, headers=HTMX)
    assert "Moved 2 deals to Proposal, label Cold" in answer.text
    assert set(Deal.objects.filter(stage=board.proposal).values_list("label__name", flat=True)) == {"Cold"}
    undo_bulk(bulk, by=cast.alice)
    assert list(Deal.objects.order_by("title").values_list("label__name", flat=True)) == ["Hot", "Cold", "Hot", None]


def test_a_row_folds_away_and_opens_again(alice, cast, board, labels, deals):
    address = reverse("pipeline:fold", args=[board.pipeline.pk]) + "?group=label"
    answer = alice.post(address, {"lane": labels["Hot"].pk}, headers=HTMX)
    assert BoardSettings.objects.get(user=cast.alice).folded_lanes == [f"label:{labels['Hot'].pk}"]
    assert ('aria-expanded="false"' in answer.text, f"deal-{deals['A'].pk}" in answer.text) == (True, False)
    page = alice.get(BOARD, {"group": "label"})
    assert (drawn(page), heads(page)[0][1]) == (["Cold Demo: B", "No label Proposal: D"], 2)
    assert f"deal-{deals['A'].pk}" in alice.post(address, {"lane": labels["Hot"].pk}, headers=HTMX).text
    assert alice.post(address, {"lane": "nonsense"}).status_code == 302


def test_a_folded_stage_brings_no_cells(cast, alice, board, deals):
    fold_stage(cast.alice, board.demo, is_folded=True)
    fold_lane(cast.alice, "owner:1", is_folded=True)
    assert drawn(alice.get(BOARD, {"group": "label"})) == ["No label Proposal: D"]
