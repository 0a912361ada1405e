"""Filters with a name: whose they are, who finds them, what they hold, and what a surgery must know of them."""

import pytest
from django.urls import reverse

from accounts.actions import pin_view, save_view
from accounts.models import SavedView
from pipeline.queries.saved_views import views_naming_stage
from tests.counting import queries_of
from timeline.models import Event

pytestmark = pytest.mark.django_db
NEW = reverse("accounts:view-new")
TABS = reverse("pipeline:tabs")
JS = {"HTTP_HX_REQUEST": "true"}


def make_view(owner, name="Large ones", query="value_min=500", **more):
    return save_view(by=owner, subject="deals", face=more.pop("face", "board"), query=query, name=name, **more)


def at(name, view):
    return reverse(f"accounts:view-{name}" if name else "accounts:view", args=[view.pk])


def test_a_filter_is_saved_under_a_name_and_pinned(as_user, cast, board):
    typed = {
        "name": "Large ones",
        "subject": "deals",
        "face": "list",
        "query": "value_min=500&page=&order=-value",
        "is_pinned": "on",
    }
    answer = as_user(cast.alice).post(NEW, typed)
    view = SavedView.objects.get()
    assert answer.url == f"/deals/?order=-value&value_min=500&view={view.pk}"
    assert (view.owner, view.is_shared, list(view.pinned_by.all())) == (cast.alice, False, [cast.alice])
    assert Event.objects.get(verb="view.saved").actor == cast.alice


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"name": ""}, "Give it a name"), ({"name": "Large ones"}, "You have a view of this name."),
        ({"face": "moon"}, "Select a valid choice"), ({"subject": "ghosts"}, "Select a valid choice"),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_says_why(as_user, cast, board, wrong, reason):
    make_view(cast.alice)
    typed = {"name": "Spain", "subject": "deals", "face": "board", "query": "q=spain"} | wrong
    answer = as_user(cast.alice).post(NEW, typed)
    assert answer.status_code == 422
    assert reason in answer.text
    assert 'value="q=spain"' in answer.text


def test_a_private_view_does_not_exist_for_others(as_user, cast, board):
    view = make_view(cast.alice)
    for person in (cast.bob, cast.ada):
        client = as_user(person)
        assert client.get(at("", view)).status_code == 404
        assert [client.post(at(name, view)).status_code for name in ("filter", "pin", "delete")] == [404] * 3
        assert "Large ones" not in client.get(reverse("pipeline:views")).text
        assert "Large ones" not in client.get(reverse("pipeline:board"), {"view": view.pk}).text


def test_a_shared_view_is_found_by_all_and_changed_by_its_owner_and_admins(as_user, cast, board):
    view = make_view(cast.alice, is_shared=True)
    typed = {"name": "Whales", "is_shared": "on"}
    assert "Large ones" in as_user(cast.charlie).get(reverse("pipeline:views")).text
    refused = as_user(cast.charlie).post(at("", view), typed)
    assert (refused.status_code, "Only Alice Archer or an admin" in refused.text) == (403, True)
    assert as_user(cast.ada).post(at("", view), typed).status_code == 302
    assert SavedView.objects.get().name == "Whales"


def test_sharing_no_more_unpins_it_for_the_others(as_user, cast, board):
    view = make_view(cast.alice, is_shared=True)
    pin_view(view, by=cast.bob, is_pinned=True)
    as_user(cast.alice).post(at("", view), {"name": "Large ones"})
    assert list(view.pinned_by.all()) == [cast.alice]


def test_a_view_takes_the_filter_of_the_page(as_user, cast, board):
    view = make_view(cast.alice)
    typed = {"subject": "deals", "face": "months", "query": "value_min=900"}
    answer = as_user(cast.alice).post(at("filter", view), typed)
    assert answer.url == f"/months/?value_min=900&view={view.pk}"
    assert as_user(cast.alice).post(at("filter", view), {"face": "moon"}).status_code == 422


def test_pins_and_deletions(as_user, cast, board):
    view, client = make_view(cast.alice, is_shared=True), as_user(cast.bob)
    client.post(at("pin", view))
    assert cast.bob in view.pinned_by.all()
    client.post(at("pin", view), {"off": "1"})
    assert cast.bob not in view.pinned_by.all()
    assert client.post(at("delete", view)).status_code == 403
    assert as_user(cast.alice).post(at("delete", view)).url == "/board/"
    assert not SavedView.objects.exists()
    assert Event.objects.get(verb="savedview.thrown_away").details["name"] == "Large ones"


@pytest.fixture
def deals(cast, board, make_deal):
    make_deal(cast.alice, board.demo, "Small", amount=100)
    make_deal(cast.alice, board.demo, "Large", amount=900)
    make_deal(cast.charlie, board.demo, "Hidden", amount=5000)


def test_the_tabs_are_there_at_once_and_counted_after(as_user, cast, deals):
    make_view(cast.alice)
    page = as_user(cast.alice).get(reverse("pipeline:board"))
    assert [tab.name for tab in page.context["tabs"]] == [
        "All deals",
        "My deals",
        "Closing this month",
        "No next step",
        "Large ones",
    ]
    assert {tab.count for tab in page.context["tabs"]} == {None}
    tabs = as_user(cast.alice).get(page.context["tabs_address"], **JS).context["tabs"]
    assert [tab.count for tab in tabs] == [2, 2, 0, 2, 1]


def test_every_reader_counts_what_they_may_see(as_user, cast, deals):
    view = make_view(cast.alice, is_shared=True)
    pin_view(view, by=cast.charlie, is_pinned=True)
    assert [tab.count for tab in as_user(cast.charlie).get(TABS, **JS).context["tabs"]] == [1, 1, 0, 1, 1]


def test_an_open_view_is_current_and_says_when_it_is_changed(as_user, cast, board, deals):
    view = make_view(cast.alice, query=f"pipeline={board.pipeline.pk}&value_min=500", is_pinned=False)
    client, home = as_user(cast.alice), reverse("pipeline:board")
    opened = client.get(home, {"pipeline": board.pipeline.pk, "value_min": "500", "view": view.pk})
    tab = opened.context["current"]
    assert (tab.name, tab.is_changed) == ("Large ones", False)
    changed = client.get(home, {"value_min": "700", "view": view.pk})
    assert changed.context["current"].is_changed
    assert at("filter", view) in changed.text
    assert f"/months/{board.pipeline.pk}/?value_min=700&amp;view={view.pk}" in changed.text


def test_ten_views_cost_the_page_nothing_and_one_question_in_all(as_user, cast, board, deals):
    client, home = as_user(cast.alice), reverse("pipeline:board")
    make_view(cast.alice, "View 0")
    page, tabs = queries_of(client, home), queries_of(client, TABS)
    for number in range(1, 10):
        make_view(cast.alice, f"View {number}", query=f"value_min={number}")
    assert (queries_of(client, home), queries_of(client, TABS)) == (page, tabs)
    assert page <= 12


def test_a_view_whose_filter_makes_no_sense_harms_nobody(as_user, cast, board, deals):
    make_view(cast.alice, query="owner=x&stage=99999999999999999999&value_min=%00&close_after=soon")
    assert [tab.count for tab in as_user(cast.alice).get(TABS, **JS).context["tabs"]][-1] == 2


def test_views_naming_a_stage_are_found(cast, board):
    named = make_view(cast.alice, "Demo", f"owner=1&stage={board.demo.pk}")
    make_view(cast.bob, "Other", f"stage={board.demo.pk}0&value_min={board.demo.pk}")
    also = make_view(cast.bob, "Reached", f"entered={board.demo.pk}&stage={board.close.pk}")
    assert list(views_naming_stage(board.demo)) == [named, also]


def test_without_a_script_there_are_pages(as_user, cast, board):
    client = as_user(cast.alice)
    assert "<html" in client.get(NEW, {"subject": "deals", "face": "board", "query": "q=spain"}).text
    assert "<html" in client.get(reverse("pipeline:views")).text


def test_one_person_does_not_fill_everybodys_menu(as_user, cast, board, monkeypatch):
    monkeypatch.setattr("accounts.actions.saved_views.MOST_VIEWS", 2)
    make_view(cast.alice, "One"), make_view(cast.alice, "Two")
    typed = {"name": "Three", "subject": "deals", "face": "board", "query": "q=spain"}
    answer = as_user(cast.alice).post(NEW, typed)
    assert answer.status_code == 422
    assert "You keep 2 views already. Throw away one you no longer need." in answer.text
    assert as_user(cast.bob).post(NEW, typed).status_code == 302


def test_of_very_many_views_ones_own_are_counted(as_user, cast, board, make_deal, monkeypatch):
    monkeypatch.setattr("pipeline.queries.saved_views.MOST_COUNTED", 1)
    make_deal(cast.alice, board.demo, "Large", amount=900)
    make_view(cast.bob, "A of Bob", is_shared=True)
    make_view(cast.alice, "B of Alice")
    menu = as_user(cast.alice).get(reverse("pipeline:views"), **JS).text
    assert menu.count('<span class="n num">') == 1
    assert '<span class="clip">B of Alice</span><span class="n num">1</span>' in menu


def test_counting_bears_a_worth_nobody_could_have(as_user, cast, board):
    make_view(cast.bob, query="value_min=-1e999999&closed_before=9999-12-31", is_shared=True)
    assert as_user(cast.alice).get(reverse("pipeline:views"), **JS).status_code == 200
