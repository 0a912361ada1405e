import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.zones import today
from forecasting.nights.writing import write_night
from kit import formats
from pipeline.actions import edit_deal

URL = "/forecast/changes/"


def day(before):
    return today() - timedelta(days=before)


@pytest.fixture
def week(cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo, "Reefer fleet", amount=100, expected_close=day(0))
    strange = make_deal(cast.alice, board.demo, "Secret barge", amount=40, expected_close=day(0))
    write_night(day(5))
    edit_deal(deal, by=cast.alice, amount=180)
    edit_deal(strange, by=cast.ada, owner=cast.charlie)
    return deal


def words(page):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())))


def test_each_bar_opens_its_deals(week, cast, as_user):
    page = as_user(cast.mona).get(URL)
    assert {str(bar.kind): bar.amount for bar, _url in page.context["bars"]} == {
        "opening": 140, "grew": 80, "left": -40, "closing": 180,
    }  # fmt: skip
    for bar, url in page.context["bars"]:
        opened = as_user(cast.mona).get(url)
        assert sum(deal.amount for deal in opened.context["deals"]) == bar.amount
        assert url.replace("&", "&amp;") in page.content.decode()
    assert "Reefer fleet" in words(as_user(cast.mona).get(f"{URL}?kind=grew"))


def test_an_evening_that_was_not_written_down_says_which_stands_instead(week, cast, as_user):
    said = words(as_user(cast.mona).get(URL, {"since": day(3)}))
    assert f"Nothing is written down of the evening of {formats.day(day(3))}; {formats.day(day(5))} stands" in said
    assert "Nothing is written down" not in words(as_user(cast.mona).get(URL, {"since": day(5)}))


def test_what_left_my_view_is_not_named(week, cast, as_user):
    said = words(as_user(cast.mona).get(f"{URL}?kind=left"))
    assert "A deal you do not see any more" in said
    assert "Secret barge" not in said


def test_the_picture_comes_alone_for_the_forecast(week, cast, as_user):
    page = as_user(cast.mona).get(URL, {"part": "picture"})
    assert "<svg" in page.content.decode()
    assert "<html" not in page.content.decode()


def test_before_the_first_night_it_says_when(cast, as_user):
    page = as_user(cast.mona).get(URL)
    assert "The first night has not been written yet." in words(page)


@pytest.mark.parametrize(
    "query", ["since=x", "since=1000-01-01", "until=9999-12-31", "period=0", "kind=magic", "owner=99", "currency=QQQ"]
)
def test_nonsense_in_the_address_is_read_as_nothing(week, cast, as_user, query):
    page = as_user(cast.mona).get(f"{URL}?{query}")
    assert (page.status_code, page.context["found"].closing.amount) == (200, 180)


def test_a_missed_night_says_so(week, cast, as_user):
    write_night(day(2), "rebuilt")
    said = words(as_user(cast.mona).get(URL, {"since": f"{day(2)}"}))
    assert "was written later" in said


def test_the_number_of_queries_does_not_grow(week, cast, as_user, board, make_deal):
    few = queries_of(as_user(cast.mona))
    for number in range(9):
        make_deal(cast.alice, board.demo, f"Deal {number}", amount=number, expected_close=day(0))
    assert queries_of(as_user(cast.mona)) == few


def queries_of(client):
    client.get(URL)
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{URL}?kind=closing")
    return len(queries)
