"""The win rate beside another period, what holds deals up, and who wins where: teams, industries, sizes, cohorts."""

from datetime import UTC, datetime

import pytest
import time_machine

from accounts.models import Team, User
from forecasting.calendar import Period, Quarter
from forecasting.queries.forecast import Scope
from leads.models import Company
from reports.panels import Figure, Kind
from reports.periods import period_before, period_name, year_before
from reports.win_rate.bottleneck import bottleneck_of
from reports.win_rate.funnel import Reach
from reports.win_rate.queries import win_rate_of
from tests.forecasting.sales import ago, make_sale, make_visit
from tests.forecasting.test_forecast_page import address_holds, words
from tests.reports.closings import close
from tests.reports.test_win_rate_page import ALL, URL, rates

NOON = datetime(2026, 8, 14, 12, tzinfo=UTC)
THIRD, SECOND = Quarter.read("2026Q3"), Quarter.read("2026Q2")


@pytest.fixture
def two_quarters(channel, cast):
    """One of two won in the second quarter, three of four in the third, at higher values."""
    for day, status, amount in ((5, "won", 100), (9, "lost", 100)):
        close(cast.alice, channel, status, amount, closed=datetime(2026, 5, day, tzinfo=UTC), days=30)
    for status, amount in (("won", 200), ("won", 200), ("won", 200), ("lost", 50)):
        close(cast.alice, channel, status, amount, closed=datetime(2026, 7, 5, tzinfo=UTC), days=20)
    return channel


def test_what_a_period_is_compared_with(db):
    this_day = NOON.date()
    assert period_before(THIRD, this_day) == Period(SECOND.first, datetime(2026, 5, 15).date())
    assert year_before(THIRD, this_day) == Period(datetime(2025, 7, 1).date(), datetime(2025, 8, 14).date())
    assert (period_before(ALL, this_day), year_before(ALL, this_day)) == (None, None)
    assert period_name(SECOND) == "Q2 2026"
    assert period_name(Period(datetime(2024, 12, 1).date(), datetime(2025, 11, 22).date())) == "Dec 2024 to Nov 2025"


@time_machine.travel(NOON, tick=False)
def test_each_figure_stands_beside_that_of_the_period_before(two_quarters, cast, as_user):
    page = as_user(cast.mona).get(URL, {"period": "2026Q3"})
    figures = {figure.key: figure for figure in page.context["report"].figures}
    assert (figures["rate"].value, figures["rate"].before, figures["rate"].change) == (0.75, 0.5, "25 points")
    assert (figures["mean"].before, figures["mean"].change, figures["mean"].direction) == (100, "100%", "up")
    assert (figures["cycle"].before, figures["cycle"].direction) == (30, "down")
    text = words(page)
    assert "up 25 points on Q2 2026 (50.00%)" in text
    assert "down 33% on Q2 2026 (30 d)" in text


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(("compare", "before"), [("none", None), ("year", None), ("before", 0.5), ("x", 0.5)])
def test_what_is_compared_can_be_chosen(two_quarters, cast, as_user, compare, before):
    page = as_user(cast.mona).get(URL, {"period": "2026Q3", "compare": compare})
    assert page.context["report"].figures[0].before == before


@time_machine.travel(NOON, tick=False)
def test_the_velocity_stands_beside_what_it_was_as_the_period_before_ended(two_quarters, cast):
    for entered in (10, 200):
        make_visit(make_sale(cast.alice, two_quarters.second), two_quarters.second, entered)
    velocity = win_rate_of(Scope(cast.mona), THIRD, SECOND).velocity
    assert velocity.a_day == 2 * 200 * 0.75 / 20
    assert float(velocity.before) == pytest.approx(1 * 100 * 0.5 / 30)


@time_machine.travel(NOON, tick=False)
def test_the_velocity_is_told_month_by_month(two_quarters, cast):
    make_visit(make_sale(cast.alice, two_quarters.second), two_quarters.second, 200)
    assert [(month.month, float(value)) for month, value in win_rate_of(Scope(cast.mona), ALL).velocity.by_month] == [
        (5, pytest.approx(1 * 100 * 0.5 / 30)),
        (7, pytest.approx(1 * 200 * 0.75 / 20)),
    ]


def test_by_team_with_its_branches_by_industry_and_by_size(channel, cast, as_user):
    branch = Team.objects.create(name="Harbour", parent=cast.mona.team)
    Team.objects.filter(pk=branch.pk).update(path=f"{cast.mona.team.path}{branch.pk}.")
    User.objects.filter(pk=cast.bob.pk).update(team=branch)
    fish = Company.objects.create(name="Nordkyst", industry="Food", size="10-49")
    more_fish = Company.objects.create(name="Sørkyst", industry="food")
    close(cast.alice, channel, "won", company=fish)
    close(cast.bob, channel, "lost", company=more_fish)
    close(cast.bob, channel, "lost")
    found = win_rate_of(Scope(cast.ada), ALL)
    assert rates(found.by_team) == {cast.mona.team.name: (1, 3), "Harbour": (0, 2)}
    assert rates(found.by_industry) == {"Food": (1, 2), "": (0, 1)}
    assert rates(found.by_size) == {"10–49": (1, 1), "": (0, 2)}
    for group in [*found.by_team, *found.by_industry, *found.by_size]:
        assert address_holds(as_user(cast.ada), group.url)[0] == group.rate.closed


def test_a_cohort_leaves_nobody_out_for_being_slow(channel, cast, as_user):
    for status, opened, closed in (("won", 200, 150), ("won", 200, 100), ("lost", 200, 150), ("won", 80, 70)):
        make_sale(cast.alice, channel.won, status=status, opened_at=ago(opened), closed_at=ago(closed))
    make_sale(cast.alice, channel.first, opened_at=ago(200))
    cohort = win_rate_of(Scope(cast.mona), ALL).cohort
    assert (cohort.won, cohort.opened, cohort.share) == (1, 4, 0.25)
    assert address_holds(as_user(cast.mona), cohort.url)[0] == 4


@pytest.fixture
def reaches(channel):
    """Three stages: the first slow as ever, the second slower than before, the third leaking."""
    return [
        Reach(channel.first, entered=100, went_on=90, median=30.0, ninety=40.0, stays=50),
        Reach(channel.second, entered=90, went_on=80, median=21.0, ninety=40.0, stays=50),
        Reach(channel.third, entered=80, went_on=40, median=9.0, ninety=20.0, stays=50),
    ]


def test_the_bottleneck_by_time_and_by_leak(channel, reaches):
    first, second, third = reaches
    before = {channel.first.pk: 29.5, channel.second.pk: 12.0, channel.third.pk: 9.0}
    assert bottleneck_of(reaches, before).reach == second
    assert bottleneck_of(reaches, {}).reach == third
    assert (bottleneck_of([first], {}).reach, bottleneck_of([first], {}).is_one) == (first, False)
    assert bottleneck_of([Reach(channel.first, median=3.0, stays=4)], {}) is None


def test_the_bottleneck_in_words_opens_those_who_wait_there_too_long(channel, cast, as_user):
    for days in range(1, 11):
        gone = make_sale(cast.alice, channel.second, opened_at=ago(60))
        make_visit(gone, channel.first, 30 + days, 30, "moved", to=channel.second)
    for days in (2, 12, 15):
        make_visit(make_sale(cast.alice, channel.first, entered_stage_at=ago(days)), channel.first, days)
    page = as_user(cast.mona).get(URL)
    callout = page.context["report"].callouts[0]
    assert callout.head == "Deals wait longest in Prospecting."
    assert "Deals now wait 6 d there at the median of 10 stays" in callout.text
    assert callout.act == "See 2 deals waiting"
    assert address_holds(as_user(cast.mona), callout.url)[0] == 2


@pytest.mark.parametrize(
    ("value", "before", "kind", "direction"),
    [
        (38_533, 38_705, Kind.MONEY, ""),
        (38_500, 38_705, Kind.MONEY, "down"),
        (0.1791, 0.1794, Kind.SHARE, ""),
        (0.18, 0.1794, Kind.SHARE, "up"),
        (3, 0, Kind.NUMBER, "up"),
    ],
)
def test_what_changed_by_nothing_worth_saying_is_the_same(value, before, kind, direction):
    assert Figure("mean", "Mean", value, kind, before=before, currency="EUR").direction == direction
