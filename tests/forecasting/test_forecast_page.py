import re
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Workspace
from accounts.zones import today
from forecasting.actions import recompute_everything
from forecasting.calendar import Quarter, month_of, shift
from forecasting.filters import ForecastFilter
from forecasting.ledger.actions import name_sum
from forecasting.periods import FiscalPeriod
from forecasting.queries.forecast import STAGE, Scope, forecast_of
from kit import formats
from pipeline.models import Deal
from tests.forecasting.sales import ago, make_sale

URL = "/forecast/"


def quarter():
    return Quarter.of(today())


def later():
    """A day in a quarter to come."""
    return shift(quarter().first, 4)


@pytest.mark.parametrize("code", ["0000Q1", "0001Q1", "1899Q4", "9999Q4", "2026Q5", "٢٠٢٦Q1", "", None])
def test_a_quarter_nobody_counts_in_is_none(code):
    assert Quarter.read(code) is None


@pytest.fixture
def sales(channel, cast):
    """Alice: one won, two open (one late); Bob: one open; Charlie, unseen by their team: one won, one open."""
    this_day = today()
    make_sale(cast.alice, channel.won, 700, status="won", closed_at=timezone.now())
    make_sale(cast.alice, channel.second, 1000, expected_close=this_day)
    make_sale(cast.alice, channel.first, 100, expected_close=this_day - timedelta(days=200))
    make_sale(cast.bob, channel.third, 500, expected_close=this_day)
    make_sale(cast.bob, channel.third, 77)
    make_sale(cast.charlie, channel.won, 9000, status="won", closed_at=timezone.now())
    make_sale(cast.charlie, channel.first, 8000, expected_close=this_day)
    recompute_everything(channel.pipeline)
    return channel


def test_the_quarter_holds_closed_open_and_both_weights(sales, cast):
    found = forecast_of(Scope(cast.mona), quarter())
    assert (found.total.won, found.total.won_count) == (700, 1)
    assert (found.total.open_amount, found.total.open_count) == (1600, 3)
    assert found.total.by_stage == 400 + 10 + 400
    assert (found.overdue.open_count, found.overdue.open_amount) == (1, 100)
    assert (found.undated.open_count, found.undated.open_amount) == (1, 77)
    assert [person for person, _ in found.reps] == [cast.alice, cast.bob]


def test_everybody_sees_their_part(sales, cast):
    assert forecast_of(Scope(cast.charlie), quarter()).total.won == 9000
    assert forecast_of(Scope(cast.ada), quarter()).total.won == 9700
    assert forecast_of(Scope(cast.mona, owner=cast.charlie), quarter()).total.won == 0


def test_the_range_lies_around_what_is_expected(sales, cast):
    found = forecast_of(Scope(cast.ada), quarter())
    assert found.total.won + found.new_business <= found.low <= found.high
    assert found.high <= found.total.won + found.new_business + found.total.open_amount


def test_by_stage_weighs_with_the_stages_own_probabilities(sales, cast):
    found = forecast_of(Scope(cast.mona), quarter(), STAGE)
    assert found.weighted == 810


def test_what_is_weighted_by_stage_is_not_said_to_be_learned(sales, cast, as_user):
    text = words(as_user(cast.mona).get(URL, {"by": "stage"}))
    assert "Weighted by stage" in text
    assert "by the close dates and the stages’ probabilities" in text
    assert "by the close dates" not in words(as_user(cast.mona).get(URL))


def test_new_business_needs_deals_that_arrive(sales, cast):
    found = forecast_of(Scope(cast.mona), quarter().after)
    assert (found.arrivals.count, found.arrivals.opened) == (5, 2377)
    assert found.new_business > 0
    assert forecast_of(Scope(cast.mona), quarter().before).arrivals is None


def test_a_quarter_to_come_holds_only_its_own_deals(channel, cast):
    make_sale(cast.alice, channel.first, 300, expected_close=later())
    make_sale(cast.alice, channel.first, 5, expected_close=today())
    recompute_everything(channel.pipeline)
    found = forecast_of(Scope(cast.alice), Quarter.of(later()))
    assert (found.total.open_amount, found.overdue.open_count) == (300, 0)
    assert forecast_of(Scope(cast.alice), quarter().before).total.open_amount == 0


def test_many_deals_are_drawn_in_pools(channel, cast):
    soon = today()
    for number in range(301):
        make_sale(cast.alice, channel.second, 100, expected_close=soon, entered_stage_at=ago(number))
    recompute_everything(channel.pipeline)
    found = forecast_of(Scope(cast.alice), quarter())
    assert found.range.band.low < float(found.total.learned) < found.range.band.high


def test_each_figure_opens_exactly_its_deals(sales, cast, as_user):
    page = as_user(cast.mona).get(URL)
    context = page.context
    total = context["forecast"].total
    for address, count, amount in (
        (context["won_url"], total.won_count, total.won),
        (context["open_url"], total.open_count, total.open_amount),
        (context["undated_url"], 1, 77),
        (context["overdue_url"], 1, 100),
        (context["arrivals_url"], 5, 2377),
    ):
        assert address_holds(as_user(cast.mona), address) == (count, amount)
        assert address.replace("&", "&amp;") in page.content.decode()
    for name in ("commit", "best"):
        assert address_holds(as_user(cast.mona), context[f"{name}_url"])[1] == getattr(total, name)
    for row in context["reps"]:
        assert address_holds(as_user(cast.mona), row.won_url) == (row.totals.won_count, row.totals.won)
        assert address_holds(as_user(cast.mona), row.open_url) == (row.totals.open_count, row.totals.open_amount)


def test_what_is_weighted_by_history_opens_all_that_is_open_and_by_stage_what_is_expected(sales, cast, as_user):
    client = as_user(cast.mona)
    learned, by_stage = client.get(URL), client.get(URL, {"by": "stage"})
    assert address_holds(client, learned.context["weighted_url"]) == (4, 1677)
    assert address_holds(client, by_stage.context["weighted_url"]) == (3, 1600)
    (alice,) = [row for row in learned.context["reps"] if row.person == cast.alice]
    assert address_holds(client, alice.weighted_url) == (2, 1100)


def test_each_column_of_the_months_opens_exactly_its_deals(sales, cast, as_user):
    page = as_user(cast.mona).get(URL)
    months = page.context["forecast"].months
    for css, name in (("solid", "won"), ("hatched", "commit"), ("pale", "best")):
        marks = [mark for mark in page.context["months"].marks if mark.css == css and mark.href]
        sums = [getattr(month, name) for month in months.values() if getattr(month, name)]
        assert [address_holds(as_user(cast.mona), mark.href)[1] for mark in marks] == sums
    assert sum(month.commit for month in months.values()) == 500


def address_holds(client, address):
    """How many deals the list behind an address holds, and what they are worth together."""
    page = client.get(address).context["page"]
    deals = Deal.objects.filter(pk__in=[deal.pk for deal in page])
    return page.paginator.count, sum(deals.values_list("base_amount", flat=True))


def test_the_page_says_what_is_late_undated_and_how_early_the_learning_is(sales, cast, as_user):
    text = words(as_user(cast.mona).get(URL))
    assert "1 open deal worth €100 should have closed already; they are counted in this month." in text
    assert "1 open deal worth €77 have no close date and are in no month." in text
    assert "too little history yet" in text
    assert "range from history: early" in text
    assert "computed today" in text


def words(page):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.content.decode())))


def test_the_quarter_before_and_after_are_one_step_away(sales, cast, as_user):
    page = as_user(cast.mona).get(URL, {"by": "stage"})
    assert f"?by=stage&amp;period={quarter().before.code}" in page.content.decode()
    page = as_user(cast.mona).get(URL, {"quarter": "2026Q1"})
    assert page.context["forecast"].quarter.code == "2026Q1"


@pytest.mark.parametrize(
    "query", ["period=nonsense", "quarter=nonsense", "period=0000Q1", "team=77", "pipeline=999", "owner=x", "by=magic"]
)
def test_nonsense_in_the_address_is_read_as_nothing(sales, cast, as_user, query):
    page = as_user(cast.mona).get(f"{URL}?{query}")
    assert page.status_code == 200
    assert page.context["forecast"].total.won == 700


def test_a_stranger_as_owner_is_nobody(sales, cast, as_user):
    page = as_user(cast.alice).get(URL, {"owner": cast.charlie.pk})
    assert "9,000" not in page.content.decode()


def test_an_empty_house_has_a_forecast_too(cast, as_user):
    page = as_user(cast.mona).get(URL)
    assert "Nothing closed and nothing expected" in words(page)
    assert page.context["ruler"] is None


def test_it_is_only_for_reading(cast, as_user, client):
    assert as_user(cast.mona).post(URL).status_code == 405
    client.logout()
    assert client.get(URL).status_code == 302
    assert reverse("forecasting:forecast") == URL


def test_the_number_of_queries_does_not_grow(sales, cast, as_user):
    few = queries_of(as_user(cast.mona))
    for owner in (cast.alice, cast.bob, cast.mona, cast.gus):
        for _ in range(3):
            make_sale(owner, sales.first, 10, expected_close=month_of(today()))
    recompute_everything(sales.pipeline)
    assert queries_of(as_user(cast.mona)) == few


def queries_of(client):
    client.get(URL)
    with CaptureQueriesContext(connection) as queries:
        client.get(URL)
    return len(queries)


def test_filters_are_django_filters():
    assert {"pipeline", "owner", "team", "currency", "period", "quarter", "by"} == set(ForecastFilter.base_filters)


@pytest.mark.parametrize(("kind", "months"), [("month", 7), ("quarter", 9), ("year", 18)])
def test_months_quarters_and_years_have_their_page(sales, cast, as_user, kind, months):
    period = FiscalPeriod.of(kind, today(), 1)
    page = as_user(cast.ada).get(URL, {"period": period.code})
    assert (page.context["forecast"].quarter, len(page.context["forecast"].months)) == (period, months)
    assert page.context["forecast"].total.won == 9700


def test_the_fiscal_year_begins_when_an_admin_says(sales, cast, as_user):
    Workspace.objects.update(fiscal_start=4)
    year = FiscalPeriod.of("year", today(), 4)
    page = as_user(cast.ada).get(URL, {"period": year.code})
    assert page.context["forecast"].quarter.first.month == 4
    assert f"FY {year.year}" in words(page)


def test_a_team_has_its_page(sales, cast, as_user):
    page = as_user(cast.ada).get(URL, {"team": cast.north.pk})
    assert page.context["forecast"].total.won == 700
    assert as_user(cast.mona).get(URL, {"team": cast.south.pk}).context["forecast"].total.won == 700


def test_the_quota_is_held_against_what_is_closed(sales, cast, as_user):
    period = FiscalPeriod.of("quarter", today(), 1)
    name_sum("quota", period, 1400, by=cast.mona, team=cast.north)
    name_sum("submission", period, 900, by=cast.alice, owner=cast.alice)
    text = words(as_user(cast.mona).get(URL))
    assert "50% of quota" in text
    assert "€700 to go" in text
    assert "Reps submitted €900." in text


def test_what_managers_say_of_all_stands_below_what_they_say_of_each(sales, cast, as_user):
    period = FiscalPeriod.of("quarter", today(), 1)
    name_sum("submission", period, 900, by=cast.alice, owner=cast.alice)
    name_sum("adjustment", period, 800, by=cast.mona, team=cast.north)
    footer = as_user(cast.mona).get(URL).content.decode().partition("<tfoot>")[2]
    assert '<bdi>€800</bdi> <span class="c3">adjusted</span>' in footer


def test_the_reps_outlooks_have_one_of_all(sales, cast, as_user):
    name_sum("quota", FiscalPeriod.of("quarter", today(), 1), 1400, by=cast.mona, team=cast.north)
    page = as_user(cast.mona).get(URL)
    forecast = page.context["forecast"]
    assert page.context["outlook"] == float(forecast.expected / 1400)
    of_reps = sum(row.expected for row in page.context["reps"])
    assert abs(of_reps + forecast.new_business - forecast.expected) < Decimal("0.05")
    assert formats.percent(page.context["outlook"]) in words(page)
