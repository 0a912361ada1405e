"""What a period asks for: the quota set for it, else what those of its quarters and months come to."""

from datetime import date

import pytest

from accounts.zones import today
from forecasting.actions import recompute_everything
from forecasting.ledger.actions import name_sum
from forecasting.models import ForecastSnapshot
from forecasting.nights.said import said_on
from forecasting.nights.scopes import NightScope
from forecasting.nights.writing import write_night
from forecasting.periods import FiscalPeriod

Kind = ForecastSnapshot.Scope
APRIL = 4


@pytest.fixture
def year(cast):
    return FiscalPeriod.of("year", today(), 1)


@pytest.fixture
def asks(cast):
    """`asks(period, 100, team=…)` sets a quota."""
    return lambda period, amount, **whose: name_sum("quota", period, amount, by=cast.ada, **whose)


def quota(period, scope=None):
    """(sum, where it comes from) of a scope, of the house without one."""
    found = said_on(today(), [period])[period].quota(scope or NightScope(Kind.HOUSE))
    return found.amount, found.source


def team_scope(team):
    return NightScope(Kind.TEAM, team.pk, team.path)


def rep_scope(person):
    return NightScope(Kind.REP, person.pk)


# ── The parts of a period ──
def test_a_year_has_quarters_a_quarter_months_and_a_month_nothing():
    year = FiscalPeriod.of("year", date(2026, 11, 23), APRIL)
    assert [part.code for part in year.parts] == ["2027Q1", "2027Q2", "2027Q3", "2027Q4"]
    assert [part.code for part in year.parts[2].parts] == ["2026-10", "2026-11", "2026-12"]
    assert year.parts[2].parts[0].parts == []


# ── One scope ──
def test_without_any_there_is_none(year, cast):
    assert quota(year) == (None, "")


def test_a_year_asks_for_its_four_quarters(year, asks):
    for number, part in enumerate(year.parts, start=1):
        asks(part, number * 100)
    assert quota(year) == (1000, "sum of 4 quarters")


def test_it_says_which_part_of_it_has_one(year, asks):
    for part in year.parts[:3]:
        asks(part, 100)
    assert quota(year) == (300, "3 of 4 quarters have a quota")


def test_a_quota_of_its_own_comes_first_and_goes_again(year, asks):
    for part in year.parts:
        asks(part, 100)
    asks(year, 900)
    assert quota(year) == (900, "")
    asks(year, None)
    assert quota(year) == (400, "sum of 4 quarters")


def test_quotas_by_the_month_add_up_to_quarters_and_to_the_year(year, asks):
    first = year.parts[0]
    for month in first.parts[:2]:
        asks(month, 10)
    assert quota(first) == (20, "2 of 3 months have a quota")
    assert quota(year) == (20, "2 of 12 months have a quota")
    asks(first.parts[2], 10)
    assert (quota(first), quota(year)) == ((30, "sum of 3 months"), (30, "3 of 12 months have a quota"))
    asks(year.parts[1], 100)
    assert quota(year) == (130, "6 of 12 months have a quota")


def test_a_quota_of_a_quarter_holds_whatever_its_months_say(year, asks):
    first = year.parts[0]
    for month in first.parts:
        asks(month, 10)
    asks(first, 100)
    assert (quota(first), quota(year)) == ((100, ""), (100, "1 of 4 quarters has a quota"))


def test_a_fiscal_year_asks_for_its_own_quarters(asks, cast):
    year = FiscalPeriod.of("year", today(), APRIL)
    for part in year.parts:
        asks(part, 100, owner=cast.alice)
    assert quota(year, rep_scope(cast.alice)) == (400, "sum of 4 quarters")
    assert quota(FiscalPeriod.of("year", today(), 2)) == (None, "")


def test_a_quota_of_a_pipeline_is_none_of_the_house(year, asks, channel):
    for part in year.parts:
        asks(part, 100, pipeline=channel.pipeline)
    assert quota(year, NightScope(Kind.PIPELINE, channel.pipeline.pk)) == (400, "sum of 4 quarters")
    assert quota(year) == (None, "")


# ── Teams and people ──
def test_a_team_with_a_quota_holds_those_of_its_people(year, asks, cast):
    quarter = year.parts[0]
    asks(quarter, 50, team=cast.north)
    asks(quarter, 90, owner=cast.alice)
    asks(quarter, 9, owner=cast.charlie)
    assert quota(quarter) == (59, "")
    assert (quota(quarter, team_scope(cast.north)), quota(quarter, rep_scope(cast.alice))) == ((50, ""), (90, ""))


def test_a_year_is_the_sum_of_what_its_quarters_show(year, asks, cast):
    asks(year.parts[0], 50, team=cast.north)
    for part in year.parts[1:]:
        asks(part, 7, owner=cast.alice)
        asks(part, 5, owner=cast.charlie)
    assert quota(year)[0] == sum(quota(part)[0] for part in year.parts) == 50 + 3 * 12
    assert quota(year, team_scope(cast.north)) == (50 + 3 * 7, "sum of 4 quarters")


def test_one_persons_year_joins_the_quarters_of_the_others(year, asks, cast):
    asks(year, 1000, owner=cast.alice)
    for part in year.parts:
        asks(part, 7, owner=cast.alice)
        asks(part, 5, owner=cast.charlie)
    assert quota(year) == (1020, "in part by its quarters or months")


def test_one_persons_year_is_within_what_each_quarter_asks_of_their_team(year, asks, cast):
    asks(year, 1000, owner=cast.alice)
    for part in year.parts:
        asks(part, 100, team=cast.north)
    assert quota(year) == (400, "sum of 4 quarters")
    assert quota(year, rep_scope(cast.alice)) == (1000, "")


def test_years_of_people_are_not_doubled_by_one_quarter_of_the_house(year, asks, cast):
    for person in (cast.alice, cast.charlie):
        asks(year, 1000, owner=person)
    asks(year.parts[0], 100)
    assert quota(year) == (2000, "")


# ── Where it is said ──
def test_a_night_stores_the_same(year, asks, channel):
    for part in year.parts:
        asks(part, 100)
    write_night(today())
    assert ForecastSnapshot.objects.get(scope=Kind.HOUSE, period="year").quota == 400


def test_the_page_the_goals_and_every_file_say_the_same(year, asks, channel, cast, as_user):
    for part in year.parts[:3]:
        asks(part, 100, owner=cast.alice)
    client, words = as_user(cast.ada), "3 of 4 quarters have a quota"
    query = {"period": year.code}
    page, goals = client.get("/forecast/", query), client.get("/forecast/goals/", query)
    report = client.get("/reports/forecast/", query)
    assert (page.context["standing"].quota, goals.context["goal"]) == (300, 300)
    assert page.context["chance"] is not None
    [figure] = [one for one in report.context["report"].figures if one.key == "quota"]
    assert (figure.value, figure.note) == (300, f"0% closed · {words}")
    assert all(words in answer.content.decode() for answer in (page, goals, report))
    taken = client.post(f"/reports/forecast/file.csv?period={year.code}", {})
    assert words in taken.content.decode()


def test_what_comes_from_elsewhere_says_so_beside_its_rep(year, asks, channel, cast, as_user, make_deal):
    for person in (cast.alice, cast.charlie):
        make_deal(person, channel.first, person.name, amount=100, expected_close=today())
    recompute_everything(channel.pipeline)
    for part in year.parts[:2]:
        asks(part, 100, owner=cast.alice)
    for part in year.parts:
        asks(part, 100, owner=cast.charlie)
    report = as_user(cast.ada).get("/reports/forecast/", {"period": year.code}).context["report"]
    [reps] = [panel for panel in report.panels if panel.key == "reps"]
    said = {line.person: line.warning for line in reps.lines}
    assert said == {cast.alice: "2 of 4 quarters have a quota", cast.charlie: ""}


def test_a_year_without_one_of_its_own_says_what_it_goes_by(year, cast, as_user):
    client = as_user(cast.ada)
    shown = [client.get("/forecast/quotas/", {"period": code}).content.decode() for code in (year.code, "2026-11")]
    assert ["goes by what their quarters or months ask for" in text for text in shown] == [True, False]
