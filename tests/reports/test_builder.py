"""Reports people build: figures that add up, and addresses that hold exactly their deals."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leads.models import Company, Label, LabelSet
from pipeline.models import LostReason
from reports.builder.groups import GROUPINGS
from reports.builder.measures import MEASURES
from tests.fields import option_of
from tests.forecasting.sales import ago, make_sale
from tests.forecasting.test_forecast_page import address_holds, words

URL = "/reports/build/"
JUNE, MAY = datetime(2026, 6, 15, 12, tzinfo=UTC), datetime(2026, 5, 10, 12, tzinfo=UTC)


def close(owner, channel, status, amount=100, *, closed=JUNE, days=10, **fields):
    stage = channel.won if status == "won" else channel.second
    return make_sale(
        owner, stage, amount, status=status, closed_at=closed, opened_at=closed - timedelta(days=days), **fields
    )


@pytest.fixture
def history(channel, cast):
    """Alice, Bob and, unseen by their team, Charlie, with deals of all kinds."""
    hot = Label.objects.create(set=LabelSet.objects.create(name="Heat"), name="Hot")
    price = LostReason.objects.create(name="Price")
    acme = Company.objects.create(name="Acme", industry="Mining", size="10-49")
    bare = Company.objects.create(name="Bare")
    close(cast.alice, channel, "won", 300, days=10, source="Web", label=hot, product="Pump", company=acme)
    close(cast.alice, channel, "won", 200, days=20, source="web", closed=MAY, company=bare)
    close(cast.alice, channel, "lost", 400, source="Fair", lost_reason=price, product="pump")
    close(cast.bob, channel, "won", 50, days=60, source="Fair", closed=MAY)
    close(cast.bob, channel, "lost", 150, source="Web", lost_reason=price, company=acme)
    close(cast.charlie, channel, "lost", 9000)
    soon, opened = timezone.localdate() + timedelta(days=40), JUNE - timedelta(days=3)
    make_sale(cast.alice, channel.first, 70, opened_at=opened, expected_close=soon, source="WEB")
    make_sale(cast.bob, channel.second, 80, opened_at=ago(1), probability=Decimal(50), company=acme)
    return channel


def report(client, query="", **asked):
    page = client.get(f"{URL}?{query or urlencode({'period': 'all'} | asked, doseq=True)}")
    assert page.status_code == 200
    return page.context["report"]


def table(client, **asked):
    panel = report(client, **asked).panels[0]
    return {line.values[0]: line.values[1:] for line in [*panel.lines, panel.total]}


def test_three_measures_by_one_group(history, cast, as_user):
    assert table(as_user(cast.mona), show=["won_value", "opened", "mean"], by="rep") == {
        "Alice Archer": (500, 4, 250),
        "Bob Baker": (50, 3, 50),
        "All": (550, 7, Decimal(550) / 3),
    }


def test_rates_say_what_they_rest_on_and_medians_are_of_all(history, cast, as_user):
    shown = table(as_user(cast.mona), show=["rate", "value_rate", "cycle"], by="source")
    assert shown == {
        "Web": (2 / 3, 500 / 650, 15, 3),
        "Fair": (1 / 2, 50 / 450, 60, 2),
        "All": (3 / 5, 550 / 1100, 20, 5),
    }


def test_what_is_open_counts_as_it_stands(history, cast, as_user):
    shown = table(as_user(cast.mona), show=["open", "open_value", "weighted"], by="stage", period="2020Q1")
    assert shown == {"Prospecting": (1, 70, 7), "Demo": (1, 80, 40), "All": (2, 150, 47)}


def test_months_each_measure_by_its_own_day(history, cast, as_user):
    shown = table(as_user(cast.mona), show=["won", "opened", "open"], by="month")
    assert shown["May 2026"] == (2, 0, 0)
    assert shown["Jun 2026"] == (1, 4, 0)
    assert shown["No close date"] == (0, 0, 1)
    assert shown["All"] == (3, 7, 2)
    months = list(shown)
    assert months.index("May 2026") + 1 == months.index("Jun 2026")
    assert table(as_user(cast.mona), show=["won"], by="month", period="2026Q2").keys() == {
        "May 2026",
        "Jun 2026",
        "All",
    }


def test_a_second_group_stands_across(history, cast, as_user):
    panels = report(as_user(cast.mona), show=["won_value", "cycle"], by="rep", across="source").panels
    assert [panel.title for panel in panels] == ["Won value by Rep and Source", "Median cycle by Rep and Source"]
    value, cycle = panels
    assert [column.name for column in value.columns] == ["Rep", "Web", "Fair", "All"]
    assert [line.values for line in [*value.lines, value.total]] == [
        ("Alice Archer", 500, 0, 500),
        ("Bob Baker", 0, 50, 50),
        ("All", 500, 50, 550),
    ]
    assert [line.values for line in [*cycle.lines, cycle.total]] == [
        ("Alice Archer", 15, None, 15),
        ("Bob Baker", None, 60, 60),
        ("All", 15, 60, 20),
    ]


@pytest.mark.parametrize("across", [None, "month", "source"])
def test_each_figure_opens_exactly_its_deals(history, cast, as_user, make_field, across):
    region = make_field("deal", "Region", "choice", options=["South"])
    close(cast.alice, history, "won", 33, custom={region.key: option_of(region, "South")})
    for group in [*(grouping.key for grouping in GROUPINGS), "custom.region"]:
        for shown in (["opened", "won", "lost"], ["open", "won_value", "open_value"]):
            query = {"show": shown, "by": group} | ({"across": across} if across else {})
            for panel in report(as_user(cast.mona), **query, period="2026Q2").panels:
                check_addresses(as_user(cast.mona), panel)


def check_addresses(client, panel):
    for line in [*panel.lines, panel.total]:
        for column, value in list(zip(panel.columns, line.values, strict=True))[1:]:
            measure = column.key if column.key in MEASURES else panel.key.removeprefix("built-")
            address = line.urls[column.key]
            count, amount = address_holds(client, address) if address else (0, 0)
            assert value == (amount if measure.endswith("_value") else count), (line.values[0], address)


def test_teams_are_those_people_belong_to_themselves(history, cast, as_user):
    client = as_user(cast.ada)
    panel = report(client, show="lost", by="team").panels[0]
    assert {line.values for line in panel.lines} == {("North", 2), ("South", 1)}
    assert [address_holds(client, line.urls["lost"])[0] for line in panel.lines] == [2, 1]


def test_what_was_asked_narrows_every_figure(history, cast, as_user):
    client = as_user(cast.mona)
    shown = report(client, show="won", by="source", owner=cast.alice.pk).panels[0]
    assert [line.values for line in shown.lines] == [("Web", 2), ("Fair", 0)]
    assert address_holds(client, shown.lines[0].urls["won"]) == (2, 500)
    assert report(client, show="won", by="rep", period="2026Q1").panels == []


def test_everybody_builds_from_what_they_may_see(history, cast, as_user):
    assert "Charlie Cole" not in table(as_user(cast.mona), show="lost_value", by="rep")
    assert table(as_user(cast.ada), show="lost_value", by="rep")["Charlie Cole"] == (9000,)


def test_tables_are_sorted_by_the_address(history, cast, as_user):
    panel = report(as_user(cast.mona), show=["won_value"], by="rep", sort="won_value").panels[0]
    assert [line.values[0] for line in panel.sorted_lines] == ["Bob Baker", "Alice Archer"]


@pytest.mark.parametrize(
    "query", ["", "show=x&by=y&across=z", "show=won&show=won&by=rep&across=rep", "sort=-", "show="]
)
def test_nonsense_in_the_address_is_read_as_nothing(history, cast, as_user, query):
    assert report(as_user(cast.mona), query or "by=").panels[0].key.startswith("built")


def test_one_aggregate_for_each_day_that_counts_however_many_deals(history, cast, as_user):
    asked = urlencode({"show": ["won_value", "won", "rate"], "by": "source", "across": "month"}, doseq=True)
    few = deal_queries(as_user(cast.mona), asked)
    for number in range(12):
        close(cast.alice, history, "won", source=f"Source {number}", closed=JUNE - timedelta(days=20 * number))
    assert deal_queries(as_user(cast.mona), asked) == few == 1
    assert (
        deal_queries(as_user(cast.mona), urlencode({"show": ["won", "opened", "open"], "by": "rep"}, doseq=True)) == 3
    )


def deal_queries(client, query):
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{URL}?{query}")
    return sum("GROUP BY" in one["sql"] and 'FROM "pipeline_deal"' in one["sql"] for one in queries)


def test_measures_are_also_chosen_one_by_one(history, cast, as_user):
    asked = {"show": "won", "show2": "", "show3": "lost", "by": "rep"}
    assert table(as_user(cast.mona), **asked)["All"] == (3, 2)


def test_the_page_keeps_everything_in_its_address(history, cast, as_user):
    text = as_user(cast.mona).get(f"{URL}?show=rate&by=source&across=label&period=2026Q2").text
    for chosen in (
        'value="rate" selected',
        'value="source" selected',
        'value="label" selected',
        'value="2026Q2" selected',
    ):
        assert chosen in text
    assert "Win rate by Source and Label" in text
    assert "Open deals are not in it." in text


def test_nothing_to_tell_says_so(cast, as_user):
    assert "No deal counts here." in words(as_user(cast.mona).get(URL))
