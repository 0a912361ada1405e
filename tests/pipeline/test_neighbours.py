"""Who stands beside a deal in the view it was opened from."""

from datetime import date

import pytest

from pipeline.actions import lose_deal
from pipeline.models import LostReason

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(cast, board, make_deal):
    return [
        make_deal(cast.alice, board.proposal, "A", amount=300, expected_close=date(2030, 3, 3)),
        make_deal(cast.bob, board.proposal, "B", amount=200, expected_close=date(2030, 2, 2)),
        make_deal(cast.alice, board.proposal, "C", amount=100, expected_close=date(2030, 1, 1)),
    ]


def beside(client, deal, query="", came=None):
    """(words of the place, title before, title after)"""
    headers = {"Referer": f"http://testserver{came}"} if came else {}
    found = client.get(f"/deals/{deal.pk}/{query}", headers=headers).context["neighbours"]
    ways = [found.get(way, ("", ""))[1] for way in ("before", "after")]
    return f"{found['place']} of {found['count']} {found['where']}".strip(), *ways


def test_in_its_stage_by_default(as_user, cast, three):
    alice = as_user(cast.alice)
    assert [beside(alice, deal) for deal in three] == [
        ("1 of 3 Proposal", "", "B"),
        ("2 of 3 Proposal", "A", "C"),
        ("3 of 3 Proposal", "B", ""),
    ]


def test_in_the_filter_of_the_board_one_came_from(as_user, cast, board, three):
    alice, came = as_user(cast.alice), f"/board/{board.pipeline.pk}/?owner={cast.alice.pk}"
    assert beside(alice, three[0], came=came) == ("1 of 2 Proposal", "", "C")
    way = alice.get(f"/deals/{three[0].pk}/", headers={"Referer": f"http://testserver{came}"}).context["neighbours"]
    assert beside(alice, three[2], "?" + way["after"][0].partition("?")[2]) == ("2 of 2 Proposal", "A", "")


def test_in_the_order_of_the_list_one_came_from(as_user, cast, three):
    alice = as_user(cast.alice)
    assert beside(alice, three[1], came="/deals/?order=value") == ("2 of 3", "C", "A")
    assert beside(alice, three[1], came="/deals/?order=-value") == ("2 of 3", "A", "C")
    assert beside(alice, three[1], came=f"/deals/{three[0].pk}/?from=/deals/%3Forder%3Dvalue") == ("2 of 3", "C", "A")


def test_in_its_month(as_user, cast, board, make_deal, three):
    make_deal(cast.alice, board.demo, "D", amount=400, expected_close=date(2030, 1, 1))
    found = beside(as_user(cast.alice), three[2], came="/months/")
    assert found[1:] == ("D", "B")


def test_from_one_page_of_a_list_to_the_next(as_user, cast, board, make_deal):
    deals = [make_deal(cast.alice, board.demo, f"Deal {number:02}") for number in range(52)]
    alice = as_user(cast.alice)
    walked, address = [], f"/deals/{deals[0].pk}/?from=/deals/%3Forder%3Dtitle"
    while address:
        found = alice.get(address).context["neighbours"]
        walked.append(found["place"])
        address = found.get("after", (None,))[0]
    assert walked == list(range(1, 53))


def test_what_is_no_view_of_ours_is_forgotten(as_user, cast, three):
    for wild in (
        "//evil.example/",
        "/nowhere/",
        "/settings/",
        "/board/99999/",
        "http://[",
        "/deals/?page=999999999999",
    ):
        assert beside(as_user(cast.alice), three[1], "?from=" + wild)[0] == "2 of 3 Proposal"


def test_nobody_is_seen_through_it(as_user, cast, board, make_deal, three):
    make_deal(cast.charlie, board.proposal, "Secret")
    assert beside(as_user(cast.alice), three[2]) == ("3 of 3 Proposal", "B", "")
    assert beside(as_user(cast.alice), three[2], came="/deals/?order=title") == ("3 of 3", "B", "")


def test_a_lost_deal_stands_nowhere(as_user, cast, three):
    lose_deal(three[0], reason=LostReason.objects.first(), by=cast.alice)
    assert as_user(cast.alice).get(f"/deals/{three[0].pk}/").context["neighbours"] is None
