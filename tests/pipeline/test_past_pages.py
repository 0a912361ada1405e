"""The pages of the time machine: a day, the step to another, what changed, and kind words where there is nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.zones import today
from pipeline.actions import edit_deal, lose_deal, move_deal, win_deal
from pipeline.models import LostReason
from pipeline.queries.changes import Kind, changes_between
from pipeline.queries.stories import lines_of
from tests.pipeline.past import day_number, happen_on


@pytest.fixture
def deal(cast, board, make_deal):
    with happen_on(0):
        return make_deal(cast.alice, board.demo, "Reefer fleet", amount=1000)


@pytest.fixture
def see(as_user, cast, board):
    def look(view="then", user=None, htmx=False, **query):
        headers = {"HX-Request": "true"} if htmx else {}
        return as_user(user or cast.alice).get(
            reverse(f"pipeline:{view}", args=[board.pipeline.pk]), query, headers=headers
        )

    return look


def test_a_past_day_is_shown_to_look_at(see, cast, board, deal):
    with happen_on(3):
        move_deal(deal, to=board.proposal, by=cast.alice)
    page = see(day=day_number(1)).content.decode()
    assert "As of the evening of" in page
    heads = [page.index(f"name-{stage.pk}") for stage in (board.demo, board.proposal)]
    assert heads[0] < page.index("Reefer fleet") < heads[1]
    assert "data-move" not in page
    assert reverse("pipeline:deal-move", args=[deal.pk]) not in page


def test_strangers_see_the_day_without_the_deal(see, cast, deal):
    assert "Reefer fleet" in see(day=day_number(1), user=cast.gus).content.decode()
    assert "Reefer fleet" not in see(day=day_number(1), user=cast.charlie).content.decode()


@pytest.mark.parametrize(
    ("day", "status", "words"),
    [
        ("2999-01-01", 422, "That day has not come yet"),
        ("yesterday", 422, "This is not a day"),
        ("0001-01-01", 422, "This is not a day"),
        ("1999-01-01", 200, "That was before the first deal"),
    ],
)
def test_days_that_cannot_be_shown_get_a_kind_sentence(see, deal, day, status, words):
    answer = see(day=day)
    assert (answer.status_code, words in answer.content.decode()) == (status, True)


def test_a_board_without_deals_has_no_past_yet(see, board):
    assert "Nothing to look back on yet" in see().content.decode()


def test_the_filter_goes_along_and_what_nobody_wrote_down_is_said(see, cast, deal):
    page = see(day=day_number(1), owner=cast.alice.pk, stale=1).content.decode()
    assert "so it is left out: Stale." in page
    assert f"?owner={cast.alice.pk}&amp;stale=1&amp;day={day_number(2)}" in page
    assert "Reefer fleet" not in see(day=day_number(1), owner=cast.bob.pk).content.decode()


def test_a_column_goes_on_where_its_first_cards_end(see, cast, board, make_deal):
    with happen_on(0):
        for number in range(27):
            make_deal(cast.alice, board.demo, f"Deal {number}")
    assert "skip=25" in see(day=day_number(1)).content.decode()
    rest = see(htmx=True, day=day_number(1), stage=board.demo.pk, skip=25).content.decode()
    assert (rest.count('<li class="card">'), "<html" in rest, "skip=" in rest) == (2, False, False)
    assert see(day=day_number(1), stage=board.demo.pk, skip=25).content.decode().count('<li class="card">') == 2


def test_the_steps_lead_no_further_than_today(see, deal):
    assert 'rel="next"' not in see(day=today()).content.decode()
    assert f"day={today()}" in see(day=today() - timedelta(days=1)).content.decode()


def differ(board, viewer, first=1, last=9, **asked):
    difference = changes_between(board.pipeline, day_number(first), day_number(last), viewer, asked)
    return {group.kind: (len(group.changes), group.effect.total) for group in difference.groups}


def test_each_kind_of_change_is_told(cast, board, make_deal):
    with happen_on(0):
        names = ("up", "down", "on", "back", "dates", "won", "lost", "given", "odds")
        deals = {name: make_deal(cast.alice, board.demo, name, amount=100, expected_close=today()) for name in names}
    with happen_on(5):
        edit_deal(deals["up"], by=cast.alice, amount=Decimal(150))
        edit_deal(deals["down"], by=cast.alice, amount=Decimal(70))
        move_deal(deals["on"], to=board.proposal, by=cast.alice)
        move_deal(deals["back"], to=board.discovery, by=cast.alice)
        edit_deal(deals["dates"], by=cast.alice, expected_close=today() + timedelta(days=60))
        edit_deal(deals["won"], by=cast.alice, amount=Decimal(110))
        win_deal(deals["won"], by=cast.alice)
        lose_deal(deals["lost"], reason=LostReason.objects.first(), by=cast.alice)
        edit_deal(deals["given"], by=cast.alice, owner=cast.bob)
        edit_deal(deals["odds"], by=cast.alice, probability=Decimal(90))
        make_deal(cast.alice, board.demo, "new", amount=5)
    told = {Kind.NEW: (1, 5), Kind.UP: (2, 60), Kind.DOWN: (1, -30), Kind.FORWARD: (1, 0), Kind.BACK: (1, 0)}
    told |= {Kind.ODDS: (1, 0), Kind.PUSHED: (1, 0), Kind.WON: (1, -110), Kind.LOST: (1, -100)}
    assert differ(board, cast.alice) == told
    assert differ(board, cast.alice, owner=[cast.bob]) == {Kind.CAME: (1, 100)}
    assert differ(board, cast.alice, owner=[cast.alice])[Kind.GONE] == (1, -100)
    assert differ(board, cast.charlie) == {}


def test_each_line_names_who_and_when(cast, board, deal):
    with happen_on(5):
        move_deal(deal, to=board.proposal, by=cast.bob)
    days = day_number(1), day_number(9)
    [group] = lines_of(changes_between(board.pipeline, *days, cast.alice, {}), *days)
    [line] = group.lines
    assert (group.kind, line.words, line.by, line.at.date()) == (
        Kind.FORWARD,
        "Demo to Proposal",
        cast.bob,
        day_number(5),
    )


def test_the_page_of_changes_adds_up_and_opens_the_deals(see, cast, board, deal):
    with happen_on(5):
        edit_deal(deal, by=cast.alice, amount=Decimal("1500.50"))
    page = see("changes", **{"from": day_number(1), "to": day_number(9)}).content.decode()
    for words in (
        "€1,000",
        "€500.50",
        "€1,500.50",
        "Value up",
        reverse("pipeline:deal", args=[deal.pk]),
        "Alice Archer",
    ):
        assert words in page
    assert "Nothing changed between" in see("changes", **{"from": day_number(6), "to": day_number(9)}).content.decode()


@pytest.mark.parametrize("query", [{"from": "2026-02-02", "to": "2026-02-01"}, {"from": "x"}, {"to": "0001-01-01"}])
def test_a_period_that_is_none_is_said(see, board, query):
    assert see("changes", **query).status_code == 422


def test_the_pages_ask_as_much_of_many_deals_as_of_few(see, cast, board, make_deal):
    asked = []
    for count in (3, 9):
        with happen_on(0):
            for number in range(count):
                make_deal(cast.alice, board.stages[number % 6], f"Deal {number}", amount=10)
        see(day=day_number(1))
        asked.append((queries_of(lambda: see(day=day_number(1))), queries_of(lambda: see("changes", **period()))))
    assert asked[0] == asked[1]


def period():
    return {"from": day_number(-1), "to": day_number(9)}


def queries_of(look):
    with CaptureQueriesContext(connection) as queries:
        look()
    return len(queries)


def test_what_changed_is_of_seven_days_unless_asked_otherwise(see):
    form = see("changes").context["form"].cleaned_data
    assert form["last"] - form["first"] == timedelta(days=7)
    form = see("changes", to=str(form["first"])).context["form"].cleaned_data
    assert form["last"] - form["first"] == timedelta(days=7)
