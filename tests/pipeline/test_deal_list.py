"""The list: sorted by every column, totalled over every page, edited where it stands."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.bin.actions import throw_away
from pipeline.actions import edit_deal, lose_deal
from pipeline.models import Deal, LostReason
from pipeline.queries.deal_list import ORDERS
from tests.counting import queries_of
from timeline.models import Event

pytestmark = pytest.mark.django_db
LIST = reverse("pipeline:deal-list")
JS = {"HTTP_HX_REQUEST": "true"}
JS_HEADERS = {"HX-Request": "true"}


@pytest.fixture
def deals(cast, board, make_deal):
    """Small is Alice's in Demo; Large is Bob's in Proposal, older, pushed twice."""
    small = make_deal(cast.alice, board.demo, "Small", amount=100, expected_close=date(2026, 12, 1), company="Ål")
    large = make_deal(cast.bob, board.proposal, "Large", amount=900, company="Zeppelin")
    long_ago = timezone.now() - timedelta(days=9)
    facts = {"entered_stage_at": long_ago, "touched_at": long_ago, "pushes": 2}
    Deal.objects.filter(pk=large.pk).update(**facts)
    return {"Small": small, "Large": large}


def titles(page):
    return [deal.title for deal in page.context["page"]]


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        ("title", ["Large", "Small"]), ("-title", ["Small", "Large"]), ("value", ["Small", "Large"]),
        ("-value", ["Large", "Small"]), ("odds", ["Small", "Large"]), ("stage", ["Small", "Large"]),
        ("owner", ["Small", "Large"]), ("days", ["Small", "Large"]), ("-days", ["Large", "Small"]),
        ("-idle", ["Large", "Small"]), ("-pushes", ["Large", "Small"]), ("close", ["Small", "Large"]),
        ("-close", ["Small", "Large"]), ("-company", ["Small", "Large"]),
    ],
)  # fmt: skip
def test_it_sorts_by_every_column(as_user, cast, deals, order, wanted):
    assert titles(as_user(cast.alice).get(LIST, {"order": order})) == wanted


def test_no_order_breaks_it(as_user, cast, deals):
    client = as_user(cast.alice)
    for order in (*ORDERS, "-", "nonsense", "-id; drop", "\x00"):
        assert client.get(LIST, {"order": order}).status_code == 200


def test_the_totals_are_those_of_the_whole_filter(as_user, cast, deals):
    page = as_user(cast.alice).get(LIST, {"page": "7"})
    totals = page.context["totals"]
    assert (totals.count, totals.total, totals.open_weighted) == (2, 1000, 50 + 585)
    assert "€1,000" in page.text


@pytest.fixture
def ended(cast, board, deals, make_deal):
    """Won is worth 50, Lost 70."""
    make_deal(cast.alice, board.close, "Won", amount=50)
    lose_deal(make_deal(cast.alice, board.demo, "Lost", amount=70), reason=LostReason.objects.first(), by=cast.alice)


OPEN = ["Large", "Small"]


@pytest.mark.parametrize(
    ("asked", "wanted", "status"),
    [
        ("", OPEN, "Open"), ("status=won", ["Won"], "Won"), ("status=lost", ["Lost"], "Lost"),
        ("status=open&status=won&status=lost", ["Large", "Lost", "Small", "Won"], "All"),
        ("value_max=80", [], "Open"), ("q=lost", ["Lost"], "All"), ("stage=close", ["Won"], "All"),
        ("status=", OPEN, "Open"), ("closed_after=2020-01-01", ["Lost", "Won"], "All"),
    ],
)  # fmt: skip
def test_it_lists_open_deals_unless_others_are_asked_for(as_user, cast, board, ended, asked, wanted, status):
    query = asked.replace("stage=close", f"stage={board.close.pk}")
    page = as_user(cast.alice).get(f"{LIST}?order=title&{query}")
    assert titles(page) == wanted
    assert [one["name"] for one in page.context["statuses"] if one["is_current"]] == [status]


def test_the_status_travels_sums_and_counts(as_user, cast, ended):
    alice = as_user(cast.alice)
    page = alice.get(LIST, {"owner": cast.alice.pk, "page": "2", "order": "value"})
    lost = page.context["statuses"][2]["query"]
    assert lost == f"owner={cast.alice.pk}&order=value&status=lost"
    assert "status=lost" in alice.get(f"{LIST}?{lost}").context["sight"].address_of("months")
    assert (page.context["totals"].total, alice.get(f"{LIST}?{lost}").context["totals"].total) == (100, 70)
    searched = alice.get(LIST, {"q": "s"}).context["statuses"][0]["query"]
    assert searched == "q=s&status=open"
    tabs = alice.get(reverse("pipeline:tabs"), {"face": "list"}, **JS).context["tabs"]
    assert [tab.count for tab in tabs[:2]] == [2, 1]


def test_a_comma_begins_decimals_where_a_number_is_typed(as_user, cast, deals):
    typed = {"amount": "1.250,5", "version": "1"}
    assert as_user(cast.bob).post(cell(deals["Small"], "value"), typed, **JS).status_code == 200
    assert Deal.objects.get(pk=deals["Small"].pk).amount == Decimal("1250.5")
    assert titles(as_user(cast.bob).get(LIST, {"value_min": "1.250,4"})) == ["Small"]


def test_filter_pipeline_and_view_travel_to_the_other_faces(as_user, cast, board, deals):
    query = {"owner": cast.alice.pk, "pipeline": board.pipeline.pk, "order": "-value"}
    page = as_user(cast.alice).get(LIST, query).text
    assert f'href="/board/{board.pipeline.pk}/?owner={cast.alice.pk}"' in page
    assert f'href="/months/{board.pipeline.pk}/?owner={cast.alice.pk}"' in page
    board_page = as_user(cast.alice).get(reverse("pipeline:board"), {"owner": cast.alice.pk}).text
    assert f'href="/deals/?owner={cast.alice.pk}&amp;pipeline={board.pipeline.pk}"' in board_page


def cell(deal, name, face="?face=list"):
    return reverse("pipeline:deal-cell", args=[deal.pk, name]) + face


def test_a_cell_opens_as_a_small_form_in_its_row(as_user, cast, deals):
    answer = as_user(cast.bob).get(cell(deals["Small"], "value"), **JS)
    assert answer.text.strip().startswith(f'<tr id="row-{deals["Small"].pk}"')
    assert 'name="amount" value="100"' in answer.text
    assert 'name="expected_close"' not in answer.text


def test_saving_answers_with_the_row_the_totals_and_undo(as_user, cast, deals):
    answer = as_user(cast.bob).post(cell(deals["Small"], "value"), {"amount": "2,500", "version": "1"}, **JS)
    assert answer.status_code == 200
    assert "€2,500" in answer.text
    assert '<hx-partial hx-target="#totals"' in answer.text
    assert "€3,400" in answer.text
    event = Event.objects.get(verb="deal.edited")
    assert f'action="{reverse("pipeline:undo", args=[event.pk])}?face=list"' in answer.text


@pytest.mark.parametrize(
    ("name", "field", "typed"),
    [("value", "amount", "a lot"), ("close", "expected_close", "soon"), ("owner", "owner", "0")],
)
def test_what_makes_no_sense_stays_in_its_field(as_user, cast, deals, name, field, typed):
    answer = as_user(cast.bob).post(cell(deals["Small"], name), {field: typed, "version": "1"}, **JS)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    if name == "value":
        assert 'value="a lot"' in answer.text


def test_who_was_faster_is_named_and_can_be_overruled(as_user, cast, deals):
    edit_deal(deals["Small"], by=cast.mona, amount=300)
    typed = {"amount": "200", "version": "1"}
    answer = as_user(cast.bob).post(cell(deals["Small"], "value"), typed, **JS)
    assert answer.status_code == 409
    assert "Mona Marsh made this “€300”" in answer.text
    assert 'name="amount" value="200"' in answer.text
    assert as_user(cast.bob).post(cell(deals["Small"], "value"), typed | {"version": "2"}, **JS).status_code == 200


def test_strangers_guests_and_unknown_cells(as_user, cast, deals):
    assert as_user(cast.charlie).get(cell(deals["Small"], "value")).status_code == 404
    assert as_user(cast.gus).get(cell(deals["Small"], "value"), **JS).status_code == 403
    assert as_user(cast.bob).get(cell(deals["Small"], "title")).status_code == 404
    assert as_user(cast.bob).delete(cell(deals["Small"], "value")).status_code == 405


def test_a_guest_reads_the_list_without_doors(as_user, cast, deals):
    page = as_user(cast.gus).get(LIST).text
    assert "data-cell" not in page
    assert "Small" in page


def test_on_a_board_it_is_a_dialog_and_answers_with_the_card(as_user, cast, deals):
    client, facts = as_user(cast.bob), cell(deals["Small"], "facts", "")
    assert client.get(facts, **JS).text.startswith("<dialog")
    typed = {"amount": "250", "expected_close": "2027-01-01", "owner": cast.bob.pk, "version": "1"}
    answer = client.post(facts, typed, **JS)
    assert f'id="deal-{deals["Small"].pk}"' in answer.text
    deal = Deal.objects.get(pk=deals["Small"].pk)
    assert (deal.amount, deal.expected_close, deal.owner, deal.pushes) == (250, date(2027, 1, 1), cast.bob, 1)


def test_without_a_script_it_is_a_page_and_the_list_again(as_user, cast, deals):
    client = as_user(cast.bob)
    assert "<html" in client.get(cell(deals["Small"], "value")).text
    assert client.post(cell(deals["Small"], "value"), {"amount": "200"}).url == LIST


def test_a_row_that_left_sight_goes(as_user, cast, deals):
    answer = as_user(cast.mona).get(reverse("pipeline:deal-row", args=[deals["Small"].pk]) + "?face=list", **JS)
    assert f'id="row-{deals["Small"].pk}"' in answer.text


def test_all_of_a_filter_can_be_chosen_at_once(as_user, cast, deals):
    page = as_user(cast.bob).post(reverse("pipeline:bulk") + "?face=list&value_min=500", {"all": "1", "ask": "label"})
    assert [deal.title for deal in page.context["deals"]] == ["Large"]


@pytest.mark.parametrize("script", [True, False])
def test_where_all_that_were_chosen_are_gone_the_list_says_so(as_user, cast, deals, script):
    client, address = as_user(cast.alice), reverse("pipeline:bulk") + "?face=list"
    throw_away([deals["Small"]], by=cast.mona)
    answer = client.post(address, {"ids": deals["Small"].pk, "ask": "label"}, headers=JS_HEADERS if script else None)
    assert answer.headers["HX-Redirect" if script else "Location"] == LIST
    assert "Somebody threw it away meanwhile, or gave it to another team." in client.get(LIST).text


def test_of_several_the_form_says_how_many_are_gone(as_user, cast, deals):
    throw_away([deals["Small"]], by=cast.mona)
    ids = [deals[name].pk for name in ("Small", "Large")]
    asked = as_user(cast.alice).post(reverse("pipeline:bulk") + "?face=list", {"ids": ids, "ask": "label"})
    assert "1 of those you chose is not there any more." in asked.text
    assert asked.context["deals"] == [deals["Large"]]


def test_three_or_sixty_deals_take_the_same_queries(as_user, cast, board, deals, make_deal):
    client = as_user(cast.alice)
    few = queries_of(client, LIST)
    for number in range(58):
        make_deal(cast.alice, board.demo, f"Deal {number}", company=f"Company {number}")
    assert queries_of(client, LIST) == few <= 12
