"""The board by month: what should close when, and putting it off by hand."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from pipeline.actions import edit_deal, undo
from pipeline.models import Deal
from pipeline.queries import months as by_month
from pipeline.queries.board import FIRST_CARDS
from tests.counting import queries_of
from timeline.models import Event

pytestmark = pytest.mark.django_db
MONTHS = reverse("pipeline:months")
JS = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def today(monkeypatch):
    """The calendar stands on Sunday 22 November 2026."""
    day = date(2026, 11, 22)
    monkeypatch.setattr(timezone, "localdate", lambda *_args: day)
    return day


@pytest.fixture
def dated(board, cast, make_deal):
    """`dated("Reefer", date(2026, 12, 5))`: a deal of Alice's in Demo that should close that day."""
    return lambda title, day, **facts: make_deal(cast.alice, board.demo, title, expected_close=day, **facts)


def drawing(page):
    """The columns that hold cards, with their titles from top to bottom."""
    return {column.key: [card.title for card in column.cards] for column in page.context["columns"] if column.cards}


def test_every_deal_stands_in_its_month(as_user, cast, today, dated):
    for title, day in {
        "Late": date(2026, 11, 21), "Now": today, "Soon": date(2026, 11, 30), "April": date(2027, 4, 30),
        "Far": date(2027, 5, 1), "Undated": None,
    }.items():  # fmt: skip
        dated(title, day)
    page = as_user(cast.alice).get(MONTHS)
    assert [column.key for column in page.context["columns"]] == [
        "overdue", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "later", "none",
    ]  # fmt: skip
    assert drawing(page) == {
        "overdue": ["Late"], "2026-11": ["Now", "Soon"], "2027-04": ["April"], "later": ["Far"], "none": ["Undated"],
    }  # fmt: skip


def test_in_a_month_the_earliest_then_the_largest(as_user, cast, today, dated):
    dated("Small", date(2026, 12, 5), amount=10)
    dated("Large", date(2026, 12, 5), amount=900)
    dated("First", date(2026, 12, 1), amount=1)
    assert drawing(as_user(cast.alice).get(MONTHS))["2026-12"] == ["First", "Large", "Small"]


def test_the_head_tells_of_the_whole_month(as_user, cast, today, dated):
    for number in range(FIRST_CARDS + 3):
        dated(f"Deal {number:02}", date(2026, 12, 5), amount=100 - number)
    page = as_user(cast.alice).get(MONTHS)
    december = page.context["columns"][1]
    assert (len(december.cards), december.count, december.more) == (25, 28, 3)
    assert (december.total, december.weighted) == (2422, 1211)
    place = reverse("pipeline:month", args=[page.context["sight"].pipeline.pk, "2026-12"])
    rest = as_user(cast.alice).get(place, {"after": december.last_rank})
    assert [card.title for card in rest.context["cards"]] == ["Deal 25", "Deal 26", "Deal 27"]
    assert as_user(cast.alice).get(place, {"after": "nonsense"}).status_code == 400
    assert as_user(cast.alice).get(place.replace("2026-12", "1999-01")).status_code == 404


def test_only_open_deals_that_one_may_see(as_user, cast, board, today, dated):
    dated("Reefer", date(2026, 12, 5))
    won = dated("Won", date(2026, 12, 5))
    Deal.objects.filter(pk=won.pk).update(status="won", closed_at=timezone.now())
    assert drawing(as_user(cast.bob).get(MONTHS)) == {"2026-12": ["Reefer"]}
    assert drawing(as_user(cast.charlie).get(MONTHS)) == {}


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        (date(2026, 11, 30), "2026-12", date(2026, 12, 30)),
        (date(2027, 1, 31), "2027-02", date(2027, 2, 28)),
        (date(2026, 12, 5), "2026-11", date(2026, 11, 22)),
        (date(2026, 12, 5), "later", date(2027, 5, 5)),
        (date(2027, 8, 5), "later", date(2027, 8, 5)),
        (date(2026, 12, 5), "none", None),
        (None, "2026-12", date(2026, 12, 31)),
        (date(2026, 10, 9), "2026-11", date(2026, 11, 22)),
    ],
)
def test_the_day_is_kept_where_the_month_has_it(today, before, key, after):
    column = next(column for column in by_month.months() if column.key == key)
    assert by_month.day_in(column, before) == after


def move(client, deal, key, **more):
    return client.post(reverse("pipeline:deal-month", args=[deal.pk]), {"stage": key} | more, **JS)


def test_moving_to_another_month_gives_another_date(as_user, cast, today, dated):
    deal = dated("Reefer", date(2026, 11, 30))
    answer = move(as_user(cast.bob), deal, "2026-12", version=deal.version)
    assert answer.status_code == 200
    assert f'id="deal-{deal.pk}" data-stage="2026-12"' in answer.text
    assert 'id="head-2026-12"' in answer.text
    deal.refresh_from_db()
    assert (deal.expected_close, deal.pushes) == (date(2026, 12, 30), 1)
    assert Event.objects.filter(verb="deal.edited").count() == 1


def test_undo_puts_the_date_and_the_count_back(as_user, cast, today, dated):
    deal = dated("Reefer", date(2026, 11, 30))
    move(as_user(cast.bob), deal, "2026-12")
    undo(Event.objects.get(verb="deal.edited"), by=cast.bob)
    deal.refresh_from_db()
    assert (deal.expected_close, deal.pushes) == (date(2026, 11, 30), 0)


def test_only_a_later_month_counts_as_a_push(cast, today, dated):
    deal = dated("Reefer", date(2026, 12, 5))
    for day, pushes in [
        (date(2026, 12, 30), 0), (date(2026, 11, 30), 0), (date(2027, 1, 2), 1), (None, 1), (date(2027, 3, 1), 1),
    ]:  # fmt: skip
        deal = edit_deal(deal, by=cast.alice, expected_close=day)
        assert deal.pushes == pushes


def test_who_was_faster_is_named(as_user, cast, today, dated):
    deal = dated("Reefer", date(2026, 11, 30))
    edit_deal(deal, by=cast.mona, expected_close=date(2027, 1, 4))
    answer = move(as_user(cast.bob), deal, "2026-12", version=deal.version)
    assert answer.status_code == 409
    assert "Mona Marsh changed this deal while you were writing." in answer.text
    assert f'id="deal-{deal.pk}" data-stage="2027-01"' in answer.text


def test_the_past_cannot_be_planned(as_user, cast, today, dated):
    answer = move(as_user(cast.bob), dated("Reefer", date(2026, 11, 30)), "overdue")
    assert answer.status_code == 422
    assert "nobody plans into the past" in answer.text


def test_strangers_and_guests(as_user, cast, today, dated):
    deal = dated("Reefer", date(2026, 11, 30))
    assert move(as_user(cast.charlie), deal, "2026-12").status_code == 404
    assert move(as_user(cast.gus), deal, "2026-12").status_code == 403


def test_the_menu_says_which_day_each_month_means(as_user, cast, today, dated):
    deal = dated("Reefer", date(2026, 11, 30))
    page = as_user(cast.bob).get(reverse("pipeline:deal-month", args=[deal.pk]))
    assert "Wed 30 Dec" in page.text
    assert "<html" in page.text
    assert as_user(cast.bob).get(reverse("pipeline:deal-month", args=[deal.pk]), **JS).text.startswith("<dialog")


def test_without_a_script_it_is_a_form_and_a_page(as_user, cast, today, dated):
    deal = dated("Reefer", date(2026, 11, 30))
    answer = as_user(cast.bob).post(reverse("pipeline:deal-month", args=[deal.pk]), {"stage": "2026-12"})
    assert answer.url == reverse("pipeline:months", args=[deal.pipeline_id])


def test_changed_cards_are_asked_for_by_month(as_user, cast, today, dated):
    deal = dated("Reefer", date(2026, 11, 30))
    answer = as_user(cast.bob).get(reverse("pipeline:month-cards", args=[deal.pipeline_id]), {"ids": deal.pk})
    assert f'id="deal-{deal.pk}" data-stage="2026-11"' in answer.text


def test_many_deals_take_as_many_queries_as_few(as_user, cast, today, dated):
    client = as_user(cast.alice)
    dated("One", date(2026, 12, 5))
    few = queries_of(client, MONTHS)
    for number in range(30):
        dated(f"Deal {number}", today + timedelta(days=number * 9))
    assert queries_of(client, MONTHS) == few <= 14
