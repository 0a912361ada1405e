"""The deals of a filter as a file: exactly those, for this viewer, and nothing a spreadsheet would run."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from kit.sheets import BOM, defused
from timeline.models import Event

pytestmark = pytest.mark.django_db
EXPORT = reverse("pipeline:deal-export")


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM))))


def test_the_rows_of_the_list_in_their_order(as_user, cast, board, make_deal):
    make_deal(cast.alice, board.demo, "Small", amount=100, expected_close=date(2026, 12, 1))
    make_deal(cast.alice, board.demo, "Large", amount=900)
    make_deal(cast.alice, board.demo, "Tiny", amount=1)
    make_deal(cast.charlie, board.demo, "Hidden", amount=5000)
    rows = rows_of(as_user(cast.alice).post(f"{EXPORT}?value_min=50&order=-value"))
    assert [row["Deal"] for row in rows] == ["Large", "Small"]
    assert (rows[1]["Value"], rows[1]["Currency"], rows[1]["Close date"]) == ("100.00", "EUR", "2026-12-01")
    assert (rows[1]["Company"], rows[1]["Stage"], rows[1]["Owner"]) == ("Nordkyst Fisk", "Demo", "Alice Archer")
    assert rows[0]["Close date"] == ""


def test_the_file_is_named_after_the_day(as_user, cast, board):
    answer = as_user(cast.alice).post(EXPORT)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="deals-{timezone.localdate():%Y-%m-%d}.csv"'


def test_the_log_keeps_who_took_how_many(as_user, cast, board, make_deal):
    make_deal(cast.alice, board.demo, "Small", amount=100)
    as_user(cast.alice).post(f"{EXPORT}?value_min=50")
    event = Event.objects.get(verb="deals.exported")
    assert (event.actor, event.details) == (cast.alice, {"count": 1, "query": "value_min=50"})


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM", "\t=1", "\r=1", " =1", "＝1", "＋1", "－1", "＠x", "\u200e=1"]
)
def test_what_a_spreadsheet_would_run_is_defused(text):
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "tame"),
    [("a;=1", "a;'=1"), (";+1;b", ";'+1;b"), ('a;"=1";b', 'a;"\'=1";b'), ("a\n-1", "a\n'-1"), ("=1;@x", "'=1;'@x")],
)
def test_nothing_runs_where_lines_are_parted_otherwise(text, tame):
    assert defused(text) == tame


@pytest.mark.parametrize("text", ["Reefer fleet", "1 - 2", "a=b", "", "’tis"])
def test_plain_text_stays_as_it_is(text):
    assert defused(text) == text


def test_a_dangerous_title_comes_out_tame(as_user, cast, board, make_deal):
    make_deal(cast.alice, board.demo, '=HYPERLINK("http://x.example")')
    assert rows_of(as_user(cast.alice).post(EXPORT))[0]["Deal"].startswith("'=HYPERLINK")


def test_it_is_never_fetched_by_a_link(as_user, cast, board):
    assert as_user(cast.alice).get(EXPORT).status_code == 405


def test_it_never_holds_more_than_a_few_rows(as_user, cast, board, make_deal, django_assert_max_num_queries):
    for number in range(12):
        make_deal(cast.alice, board.demo, f"Deal {number}")
    client = as_user(cast.alice)
    with django_assert_max_num_queries(12):
        assert len(rows_of(client.post(EXPORT))) == 12
