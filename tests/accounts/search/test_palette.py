"""What the palette offers: pages and deeds by words and typing errors, those one may do, of the record one looks at."""

import pytest
from django.urls import reverse

URL, PALETTE = reverse("accounts:search"), reverse("accounts:palette")
HTMX = {"HX-Request": "true"}


def offered(client, text, here="/board/"):
    page = client.get(URL, {"q": text, "here": here}, headers=HTMX)
    return [str(command.name) for command in page.context["commands"]]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("new de", "New deal"),
        ("create lead", "New lead"),
        ("bord", "Go to the board"),
        ("fore", "Go to the forecast"),
        ("weekly", "Weekly review"),
        ("my day", "Go to my day"),
        ("settings", "Go to settings"),
        ("proposals", "Go to proposals"),
        ("thrown away", "Recycle bin"),
    ],
)
def test_pages_are_found_by_words(as_user, cast, board, typed, wanted):
    assert offered(as_user(cast.alice), typed)[0] == wanted


@pytest.mark.parametrize(("typed", "is_first"), [("bin", True), ("recy", True), ("bi", False), ("restore", False)])
def test_a_command_called_so_stands_above_what_is_found(as_user, cast, board, typed, is_first):
    page = as_user(cast.alice).get(URL, {"q": typed}, headers=HTMX)
    assert page.context["are_commands_first"] == is_first


def test_nobody_is_offered_what_they_may_not_do(as_user, cast, board, make_deal):
    here = reverse("pipeline:deal", args=[make_deal(cast.alice, board.demo, "Pilot").pk])
    assert "New deal" in offered(as_user(cast.alice), "new")
    assert [name for name in offered(as_user(cast.gus), "new") if name.startswith("New ")] == []
    assert offered(as_user(cast.gus), "move", here) == []
    assert offered(as_user(cast.charlie), "move to", here) == []
    assert "People and teams" not in offered(as_user(cast.alice), "people teams")
    assert "People and teams" in offered(as_user(cast.ada), "people teams")
    assert offered(as_user(cast.ada), "proposal templ") == ["Proposal templates"]
    assert offered(as_user(cast.alice), "proposal templ") == []


def test_on_a_deal_its_own_deeds_come_first_and_a_move_is_a_form(as_user, cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo, "Pilot")
    client = as_user(cast.alice)
    page = client.get(PALETTE, {"here": reverse("pipeline:deal", args=[deal.pk])}, headers=HTMX)
    assert str(page.context["commands"][0].name) == "Add a note"
    answer = client.get(URL, {"q": "move proposal", "here": reverse("pipeline:deal", args=[deal.pk])}, headers=HTMX)
    (move,) = answer.context["commands"]
    client.post(move.address, move.fields)
    deal.refresh_from_db()
    assert deal.stage == board.proposal


def test_every_page_that_is_offered_is_there(as_user, cast, board):
    from accounts.models import User
    from accounts.search.offers import Here, makers

    for user in (cast.alice, cast.mona, cast.ada, cast.gus):
        fresh, client = User.objects.get(pk=user.pk), as_user(user)
        for maker in makers:
            for command in maker(fresh, Here()):
                assert (str(command.name), client.get(command.address, follow=True).status_code) == (
                    str(command.name),
                    200,
                )


@pytest.mark.parametrize("here", ["", "nonsense", "/no/such/page/", "//evil.example/", "/deals/99999999/"])
def test_a_page_that_is_none_offers_the_rest(as_user, cast, board, here):
    assert "New deal" in offered(as_user(cast.alice), "new deal", here)


def test_without_a_word_what_has_a_key_comes_first(as_user, cast, board):
    first = offered(as_user(cast.alice), "")
    assert {"Go to the board", "Go to deals", "Go to leads", "Go to my day"} <= set(first)


def test_without_a_word_what_one_has_in_work(as_user, cast, board, make_deal):
    make_deal(cast.alice, board.demo, "Mine")
    make_deal(cast.bob, board.demo, "Bob's")
    groups = as_user(cast.alice).get(PALETTE, headers=HTMX).context["found"].groups
    assert [(group.kind.key, [hit.name for hit in group.hits]) for group in groups] == [("deal", ["Mine"])]
