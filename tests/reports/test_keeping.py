from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.bin.actions import restore, throw_away
from accounts.models import BinnedRecord, Role, RoleVisibility, Visibility
from pipeline.actions import win_deal
from reports import keeping

pytestmark = pytest.mark.django_db
URL = reverse("reports:report", args=["win-rate"])


@pytest.fixture
def slow(settings):
    """Every report counts as one that took long."""
    settings.REPORTS_KEPT_FROM_SECONDS = 0


@pytest.fixture
def deals(board, make_deal, cast):
    return [make_deal(cast.alice, board.demo, title, amount=100) for title in ("One", "Two")]


def count_of(page):
    """How many deals the reps of a page have closed."""
    panels = {panel.key: panel for panel in page.context["report"].panels}
    return sum(line.values[2] for line in panels["reps"].lines) if "reps" in panels else 0


def test_a_quick_report_is_told_anew_each_time(deals, cast, as_user):
    client = as_user(cast.mona)
    win_deal(deals[0], by=cast.alice)
    assert count_of(client.get(URL)) == 1
    win_deal(deals[1], by=cast.alice)
    assert count_of(client.get(URL)) == 2


def test_a_long_report_comes_after_its_page_and_is_then_kept(deals, cast, as_user, slow, monkeypatch):
    client = as_user(cast.mona)
    monkeypatch.setattr(keeping, "MANY_STAYS", -2)
    win_deal(deals[0], by=cast.alice)
    first = client.get(URL)
    assert first.context["kept"] is None
    assert "Counting your deals" in first.content.decode()
    assert count_of(client.get(f"{URL}?anew")) == 1
    win_deal(deals[1], by=cast.alice)
    again = client.get(URL)
    assert count_of(again) == 1
    assert "Count anew" in again.content.decode()
    assert count_of(client.get(f"{URL}?anew")) == 2


def test_what_was_thrown_away_is_in_no_kept_report(deals, cast, as_user, slow):
    client = as_user(cast.mona)
    for deal in deals:
        win_deal(deal, by=cast.alice)
    assert count_of(client.get(f"{URL}?anew")) == 2
    throw_away([deals[0]], by=cast.alice)
    client.get(f"{URL}?anew")
    assert count_of(client.get(URL)) == 1
    restore(list(BinnedRecord.objects.all()), by=cast.alice)
    assert count_of(client.get(URL)) == 2


def test_a_report_kept_too_long_is_shown_and_counted_anew(deals, cast, as_user, slow):
    client = as_user(cast.mona)
    win_deal(deals[0], by=cast.alice)
    client.get(f"{URL}?anew")
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        page = client.get(URL)
        assert count_of(page) == 1
        assert "counting anew" in page.content.decode()


def test_what_is_kept_is_nobody_elses_and_follows_rights(deals, cast, as_user, slow):
    win_deal(deals[0], by=cast.alice)
    assert count_of(as_user(cast.bob).get(f"{URL}?anew")) == 1
    assert count_of(as_user(cast.charlie).get(URL)) == 0
    RoleVisibility.objects.create(role=Role.REP, visibility=Visibility.OWN)
    assert count_of(as_user(cast.bob).get(URL)) == 0


def test_another_question_is_not_answered_by_what_is_kept(deals, cast, as_user, slow):
    client = as_user(cast.mona)
    win_deal(deals[0], by=cast.alice)
    assert count_of(client.get(f"{URL}?period=all&anew")) == 1
    assert count_of(client.get(f"{URL}?period=2020Q1")) == 0
