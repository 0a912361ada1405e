"""Deals thrown away by their owners and leaders, from the deal's page, the board and the list, and brought back."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.bin.actions import restore, throw_away
from accounts.models import BinnedRecord
from pipeline.models import Deal, Tally
from pipeline.queries.tallies import tallied, totals_by_stage
from tests.board import draw
from timeline.models import Event

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}
WHO = [("alice", True), ("bob", False), ("mona", True), ("ada", True)]


@pytest.fixture
def deal(make_deal, board, cast):
    return make_deal(cast.alice, board.demo, amount=48_000)


def throw(client, *deals, **more):
    ids = ",".join(str(deal.pk) for deal in deals)
    return client.post("/deals/bulk/", {"ids": ids, "act": "throw", "bulk": str(uuid4()), **more}, headers=SCRIPT)


@pytest.mark.parametrize(("who", "may"), WHO)
def test_owners_and_leaders_throw_a_deal_away(as_user, cast, deal, who, may):
    client = as_user(getattr(cast, who))
    answer = throw(client, deal, note="A double")
    assert (answer.status_code, Deal.objects.exists()) == ((200, False) if may else (409, True))
    if may:
        assert f'data-gone="{deal.pk}"' in answer.text
        assert "Threw away 1 deal" in answer.text
        binned = BinnedRecord.objects.get()
        assert (binned.kind, binned.title, binned.by.name, binned.note) == (
            "deal", deal.title, getattr(cast, who).name, "A double",
        )  # fmt: skip
    else:
        assert "This is not yours: ask Alice Archer, or a manager." in answer.text


def test_strangers_find_nothing_and_guests_may_not(as_user, cast, deal):
    assert as_user(cast.charlie).get(f"/deals/{deal.pk}/throw/").status_code == 404
    assert as_user(cast.charlie).post("/deals/bulk/", {"ids": deal.pk, "act": "throw"}).status_code == 422
    assert as_user(cast.gus).get(f"/deals/{deal.pk}/throw/").status_code == 403
    assert throw(as_user(cast.gus), deal).status_code == 403
    assert Deal.objects.exists()


def test_it_asks_first(as_user, cast, deal):
    client = as_user(cast.alice)
    asked = client.get(f"/deals/{deal.pk}/throw/", headers=SCRIPT)
    words = ("Throw away 1 deal", "Leave it", "Leave them")
    assert [said in asked.text for said in words] == [True, True, False]
    assert "<dialog" in asked.text
    assert "<!doctype html>" in client.get(f"/deals/{deal.pk}/throw/").text
    assert client.post(f"/deals/{deal.pk}/throw/").status_code == 405
    too_long = throw(client, deal, note="x" * 501)
    assert (too_long.status_code, Deal.objects.exists()) == (422, True)
    assert "x" * 501 in too_long.text


@pytest.mark.parametrize(("who", "may"), WHO)
def test_the_menus_offer_it_to_those_who_may(as_user, cast, deal, who, may):
    client, where = as_user(getattr(cast, who)), f"/deals/{deal.pk}/throw/"
    assert (where in client.get(f"/deals/{deal.pk}/").text) == may
    assert (where in client.get(f"/deals/{deal.pk}/move/", headers=SCRIPT).text) == may


def test_undo_on_the_toast_puts_it_back(as_user, cast, deal, board):
    client = as_user(cast.alice)
    throw(client, deal)
    act = BinnedRecord.objects.get().act
    back = client.post(f"/bulk/{act}/undo/", headers=SCRIPT)
    assert back.status_code == 200
    assert "Restored 1 deal" in back.text
    assert f'id="deal-{deal.pk}"' in back.text
    assert draw(board.demo) == deal.title
    assert client.post(f"/bulk/{act}/undo/", headers=SCRIPT).status_code in (404, 409)


def test_undo_says_why_a_deal_cannot_come_back(as_user, cast, deal, make_deal, board):
    other, client = make_deal(cast.alice, board.demo, "Other", amount=5), as_user(cast.alice)
    Deal.objects.filter(pk=deal.pk).update(external_id="A-1")
    throw(client, deal)
    Deal.objects.filter(pk=other.pk).update(external_id="A-1")
    answer = client.post(f"/bulk/{BinnedRecord.objects.get().act}/undo/", headers=SCRIPT)
    assert (answer.status_code, "by now" in answer.text) == (409, True)


def test_z_takes_back_the_last_thing_be_it_a_deal_thrown_away(as_user, cast, deal, make_deal, board):
    other, client = make_deal(cast.alice, board.demo, "Other", amount=5), as_user(cast.alice)
    moved = {"stage": board.discovery.pk, "place": "top", "version": other.stage_version}
    assert client.post(f"/deals/{other.pk}/move/", moved, headers=SCRIPT).status_code == 200
    throw(client, deal)
    client.post("/undo/", headers=SCRIPT)
    assert Deal.objects.count() == 2
    client.post("/undo/", headers=SCRIPT)
    assert Deal.objects.get(pk=other.pk).stage == board.demo


def test_without_a_script_the_page_says_what_happened(as_user, cast, deal):
    client = as_user(cast.alice)
    answer = client.post("/deals/bulk/", {"ids": deal.pk, "act": "throw"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/board/{deal.pipeline_id}/"
    assert "Threw away 1 deal" in answer.text
    assert client.get(f"/deals/{deal.pk}/").status_code == 404


def test_of_many_those_go_that_may(as_user, cast, deal, make_deal, board):
    theirs = make_deal(cast.bob, board.demo, "Bob's")
    answer = throw(as_user(cast.alice), deal, theirs)
    assert answer.status_code == 200
    assert "1 deal stays as it is" in answer.text
    assert list(Deal.objects.all()) == [theirs]


def test_totals_follow_there_and_back(cast, deal, make_deal, board):
    make_deal(cast.alice, board.demo, "Other", amount=2_000)
    before = totals(cast, board)
    throw_away([deal], by=cast.alice)
    assert totals(cast, board) == {board.demo.pk: (1, 2_000)}
    restore(list(BinnedRecord.objects.all()), by=cast.alice)
    assert totals(cast, board) == before == {board.demo.pk: (2, 50_000)}
    assert sum(Tally.objects.values_list("count", flat=True)) == 2


def totals(cast, board):
    heads = totals_by_stage(tallied(board.stages, None, cast.alice), board.stages)
    return {pk: (head["count"], head["total"]) for pk, head in heads.items() if head["count"]}


def test_two_hundred_cost_as_many_statements_as_two(cast, make_deal, board):
    deals = [make_deal(cast.alice, board.demo, f"Deal {number}") for number in range(202)]
    few, many = deals[:2], deals[2:]
    there, back = zip(*(statements_of(some, cast.alice) for some in (few, many)), strict=True)
    assert list(map(len, there)) == [len(there[0])] * 2, [one["sql"][:150] for one in there[1]]
    assert list(map(len, back)) == [len(back[0])] * 2, [one["sql"][:150] for one in back[1]]
    assert Deal.objects.count() == 202
    assert Event.objects.filter(verb="deal.restored").count() == 202


def statements_of(deals, by):
    with CaptureQueriesContext(connection) as there:
        throw_away(deals, by=by)
    with CaptureQueriesContext(connection) as back:
        restore(list(BinnedRecord.objects.order_by("pk")), by=by)
    return list(there), list(back)
