"""The one filter of deals: each parameter, what it says of itself, and nonsense."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from pipeline.filters import DealFilter
from pipeline.models import Deal


@pytest.fixture
def left(rf, cast):
    """`left("owner=3")`: the titles a filter leaves of what Mona sees."""

    def titles(query, person=None):
        request = rf.get("/", QueryDict(query))
        request.user = person or cast.mona
        deals = Deal.objects.visible_to(request.user)
        return set(DealFilter(QueryDict(query), deals, request=request).qs.values_list("title", flat=True))

    return titles


@pytest.fixture
def deals(cast, board, make_deal):
    now = timezone.now()
    small = make_deal(cast.alice, board.demo, "Small", amount=100, expected_close=date(2026, 11, 30), source="Fair")
    large = make_deal(cast.bob, board.close, "Large", amount=900, company="Zeppelin", next_step_at=now)
    old = make_deal(cast.bob, board.demo, "Old", amount=500, next_step_at=now - timedelta(days=2))
    long_ago = now - timedelta(days=90)
    Deal.objects.filter(pk=old.pk).update(entered_stage_at=long_ago, touched_at=long_ago, pushes=2)
    return {"Small": small, "Large": large, "Old": old}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", {"Small", "Large", "Old"}),
        ("q=zepp", {"Large"}),
        ("source=fair", {"Small"}),
        ("value_min=500", {"Large", "Old"}),
        ("value_max=500", {"Small", "Old"}),
        ("close_after=2026-11-30&close_before=2026-11-30", {"Small"}),
        ("status=won", {"Large"}),
        ("status=open&status=won", {"Small", "Large", "Old"}),
        ("no_next_step=1", {"Small"}),
        ("attention=1", {"Small", "Old"}),
        ("stale=1", {"Old"}),
        ("idle_min=30", {"Old"}),
        ("pushes_min=2", {"Old"}),
    ],
)
def test_each_parameter(left, deals, query, wanted):
    assert left(query) == wanted


def test_people_teams_stages_and_pipelines(left, deals, cast, board):
    assert left(f"owner={cast.alice.pk}") == {"Small"}
    assert left(f"owner={cast.alice.pk}&owner={cast.bob.pk}") == {"Small", "Large", "Old"}
    assert left(f"team={cast.north.pk}") == {"Small", "Large", "Old"}
    assert left(f"team={cast.south.pk}") == set()
    assert left(f"stage={board.close.pk}") == {"Large"}
    assert left(f"pipeline={board.pipeline.pk}&q=old") == {"Old"}


def test_nobody_filters_for_people_they_may_not_see(left, deals, cast, board, make_deal):
    make_deal(cast.charlie, board.demo, "Hidden")
    assert left(f"owner={cast.charlie.pk}") == {"Small", "Large", "Old"}


def test_nonsense_filters_nothing(left, deals):
    assert left("value_min=x&close_after=soon&owner=999&stage=abc") == {"Small", "Large", "Old"}


def test_the_bar_says_what_is_in_force(as_user, deals, cast):
    page = as_user(cast.mona).get(reverse("pipeline:board"), {"owner": cast.alice.pk, "value_min": "50"})
    assert "Owner: Alice" in page.text
    assert "Value: from 50" in page.text
    assert 'href="?value_min=50"' in page.text


def test_a_filter_of_the_list_keeps_its_order(as_user, cast, deals):
    page = as_user(cast.mona).get("/deals/?order=-value").text
    assert '<input type="hidden" name="order" value="-value">' in page


@pytest.mark.parametrize("face", ["board", "deal-list", "months"])
def test_no_nonsense_in_the_address_breaks_a_face(as_user, cast, deals, face):
    nonsense = ["x", "-1", "99999999999999999999", "NaN", "1e999", "\x00", "9999-99-99", "‮", "%"]
    client, home = as_user(cast.mona), reverse(f"pipeline:{face}")
    for word in nonsense:
        address = dict.fromkeys([*DealFilter.base_filters, "view", "page", "order", "face"], word)
        assert client.get(home, address).status_code == 200


@pytest.mark.parametrize("name", ["value_min", "value_max"])
@pytest.mark.parametrize("worth", ["-1e999999", "-1e400", "1e40", "1e999999", "NaN"])
def test_a_worth_nobody_could_have_filters_nothing(as_user, cast, deals, name, worth):
    page = as_user(cast.mona).get(reverse("pipeline:board"), {name: worth})
    assert page.status_code == 200
    assert "Small" in page.text


SHEET = reverse("pipeline:filter")


def test_a_sheet_of_the_filter_comes_when_it_is_opened(as_user, cast, board, deals):
    page = as_user(cast.alice).get(reverse("pipeline:board"), {"owner": cast.bob.pk, "value_min": "100"})
    held = f'<input type="hidden" name="owner" value="{cast.bob.pk}">'
    assert (held in page.text, 'type="checkbox" name="owner"' in page.text) == (True, False)
    sheet = as_user(cast.alice).get(SHEET, {"sheet": "owner", "owner": cast.bob.pk}, headers={"HX-Request": "true"})
    assert f'name="owner" value="{cast.bob.pk}" checked' in sheet.text
    assert "<html" not in sheet.text


def test_without_a_script_a_sheet_is_a_page_that_keeps_the_other_filters(as_user, cast, board, deals):
    asked = {"sheet": "owner", "pipeline": board.pipeline.pk, "value_min": "100"}
    page = as_user(cast.alice).get(SHEET, asked)
    board_address = reverse("pipeline:board", args=[board.pipeline.pk])
    assert f'action="{board_address}?value_min=100"' in page.text
    assert '<input type="hidden" name="value_min" value="100">' in page.text


def test_only_a_list_offers_status_and_stage(as_user, cast, board, deals):
    sheets = [as_user(cast.alice).get(SHEET, {"sheet": "q", "face": face}).text for face in ("board", "list")]
    assert ['name="status"' in sheet for sheet in sheets] == [False, True]


def test_a_sheet_that_is_not_there_is_not_found(as_user, cast, board):
    assert as_user(cast.alice).get(SHEET, {"sheet": "moon"}).status_code == 404
    assert as_user(cast.alice).post(SHEET).status_code == 405
