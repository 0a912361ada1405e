from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Workspace
from forecasting.calendar import Period, Quarter
from forecasting.queries.forecast import Scope
from leads.models import Label, LabelSet
from pipeline.models import Deal, Gate
from reports.rates import Rate, wilson
from reports.win_rate.queries import win_rate_of
from tests.forecasting.sales import ago, make_sale, make_visit
from tests.forecasting.test_forecast_page import address_holds, words
from tests.reports.closings import close

URL = "/reports/win-rate/"
ALL = Period(None, None)


def found(cast, period=ALL, **scope):
    return win_rate_of(Scope(cast.mona, **scope), period)


def rates(groups):
    return {group.name: (group.rate.won, group.rate.closed) for group in groups}


def test_the_rate_counts_deals_closed_in_the_period(history, cast):
    everything = found(cast).rate
    assert (everything.won, everything.lost, everything.won_amount, everything.lost_amount) == (4, 3, 650, 1350)
    second_quarter = found(cast, Quarter.read("2026Q2")).rate
    assert (second_quarter.won, second_quarter.closed) == (4, 6)
    assert second_quarter.by_value == 650 / 1200


def test_everybody_sees_their_part(history, cast):
    assert win_rate_of(Scope(cast.ada), ALL).rate.closed == 8
    assert found(cast, owner=cast.charlie).rate.closed == 0
    assert found(cast, owner=cast.bob).rate.closed == 3


def test_breakdowns(history, cast):
    report = found(cast)
    assert rates(report.by_rep) == {"Alice Archer": (3, 4), "Bob Baker": (1, 3)}
    assert rates(report.by_source) == {"Referral": (3, 4), "Fair": (1, 1), "": (0, 2)}
    assert rates(report.by_label) == {"Hot": (3, 3), "": (1, 4)}
    assert rates(report.by_product) == {"Pump": (3, 3), "": (1, 4)}
    assert rates(report.by_time) == {"Jan 2025": (0, 1), "Jun 2026": (4, 6)}


def test_a_label_is_told_as_deals_began_and_as_they_closed(history, cast, as_user):
    page = as_user(cast.mona).get(f"{URL}?period=all")
    assert "By label as they began" not in page.content.decode()
    cold = Label.objects.create(set=LabelSet.objects.get(), name="Cold", position=2)
    warmed = close(cast.alice, history, "won", 500, label=cold)
    hot = Label.objects.get(name="Hot")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pipeline_deallabelstay SET began_at = began_at - interval '9 day' WHERE ended_at IS NULL"
        )
        cursor.execute("UPDATE pipeline_deal SET created_at = created_at - interval '9 day'")
    Deal.objects.filter(pk=warmed.pk).update(label=hot, closed_at=timezone.now())
    report = found(cast)
    assert rates(report.by_label_at_birth) == {"Hot": (3, 3), "Cold": (1, 1), "": (1, 4)}
    assert rates(report.by_label_at_close) == {"Hot": (4, 4), "": (1, 4)}
    page = as_user(cast.mona).get(f"{URL}?period=all")
    assert "By label as they began" in page.content.decode()
    for group in [*report.by_label_at_birth, *report.by_label_at_close]:
        assert address_holds(as_user(cast.mona), group.url) == (group.rate.closed, group.rate.amount)


def test_by_quarter_where_there_are_many_months(history, cast):
    for month in range(1, 13):
        close(cast.alice, history, "lost", closed=datetime(2024, month, 5, tzinfo=UTC))
        close(cast.alice, history, "lost", closed=datetime(2023, month, 5, tzinfo=UTC))
    assert list(rates(found(cast).by_time)) == [
        *(f"Q{number} {year}" for year in (2023, 2024) for number in (1, 2, 3, 4)),
        "Q1 2025",
        "Q2 2026",
    ]


def test_quarters_are_told_by_their_months_where_the_forecast_counts_others(history, cast, as_user, workspace):
    Workspace.objects.update(fiscal_start=4)
    page = as_user(cast.mona).get(f"{URL}?period=2026Q2")
    assert "Apr 2026 to Jun 2026" in {name for name, _query, _is_shown in page.context["periods"]}
    assert "Q2 2026" not in words(page)
    built = as_user(cast.mona).get("/reports/build/?period=all&show=won&by=quarter").context["report"].panels[0]
    assert "Apr 2026 to Jun 2026" in [line.values[0] for line in built.lines]


def test_the_cycle_of_won_deals(history, cast):
    cycle = found(cast).cycle
    assert (cycle.count, cycle.median, cycle.quarter) == (4, 15, 10)
    assert sum(count for _start, count in cycle.bins) == 4


def test_reasons_for_loss(history, cast):
    assert [(reason.name, reason.count, reason.amount) for reason in found(cast).reasons] == [
        ("Price", 2, 550),
        ("", 1, 800),
    ]


def test_velocity_is_the_product_of_its_four_factors(history, cast):
    velocity = found(cast).velocity
    assert (velocity.open_deals, velocity.mean_won, velocity.win_rate, velocity.cycle) == (2, 162.5, 4 / 7, 15)
    assert float(velocity.a_day) == pytest.approx(2 * 162.5 * (4 / 7) / 15)


def test_velocity_counts_only_deals_past_the_first_bant_gate(history, cast):
    Gate.objects.create(stage=history.second, requirements=["bant:budget"])
    assert found(cast).velocity.open_deals == 1


def test_the_funnel_judges_who_went_on(channel, cast):
    moved = make_sale(cast.alice, channel.second)
    make_visit(moved, channel.first, 50, 30, "moved", to=channel.second)
    make_visit(moved, channel.second, 30)
    lost = make_sale(cast.alice, channel.first, status="lost", closed_at=ago(10))
    make_visit(lost, channel.first, 40, 10, "lost")
    young = make_sale(cast.alice, channel.first)
    make_visit(young, channel.first, 2)
    undone = make_sale(cast.alice, channel.third)
    make_visit(undone, channel.third, 2, undone=True)
    first, second, third = found(cast).funnel
    assert (first.entered, first.went_on, first.lost, first.young, first.share) == (3, 1, 1, 1, 0.5)
    assert first.median == pytest.approx(25, abs=0.01)
    assert (second.entered, second.went_on, second.young, second.waiting) == (1, 0, 1, 1)
    assert third.entered == 0


def test_going_back_is_not_going_on(channel, cast):
    deal = make_sale(cast.alice, channel.first)
    make_visit(deal, channel.second, 50, 30, "moved", to=channel.first)
    make_visit(deal, channel.first, 30)
    _first, second, _third = found(cast).funnel
    assert (second.entered, second.went_on) == (1, 0)


def test_wilson_is_the_textbook_interval():
    assert wilson(0.1, 50) == pytest.approx((0.0435, 0.2136), abs=1e-4)
    assert wilson(0.0, 0) == (0.0, 1.0)


def test_few_deals_lean_on_the_whole():
    whole = Rate(won=25, lost=75)
    assert Rate(won=2, lost=0).leaning(whole) == (2 + 2.5) / 12


def test_each_figure_opens_exactly_its_deals(history, cast, as_user):
    for query in ("period=all", "period=2026Q2", f"period=all&owner={cast.alice.pk}"):
        client = as_user(cast.mona)
        panels = {panel.key: panel for panel in client.get(f"{URL}?{query}").context["report"].panels}
        for key in ("reps", "people", "sources", "labels", "products", "times"):
            for line in panels[key].lines:
                _name, won, closed, _rate, _by_value, amount, *_more = line.values
                assert address_holds(client, line.urls["closed"])[0] == closed
                assert address_holds(client, line.urls["won"]) == (won, amount)
        for line in panels["lost"].lines:
            assert address_holds(client, line.urls["lost"]) == line.values[1:]
        velocity = panels["velocity"].lines[0]
        assert address_holds(client, velocity.urls["open"])[0] == velocity.values[0]


def test_each_stage_of_the_funnel_opens_exactly_its_deals(history, cast, as_user):
    for deal in Deal.objects.all():
        make_visit(deal, history.first, 3)
    page = as_user(cast.mona).get(URL)
    funnel = page.context["report"].panels[0].chart
    figures = [mark for mark in funnel.marks if mark.css == "figure"]
    assert [address_holds(as_user(cast.mona), mark.href)[0] for mark in figures] == [9, 0, 0, 4]


def test_the_page_says_exact_rates_and_how_few_they_rest_on(history, cast, as_user):
    text = words(as_user(cast.mona).get(URL, {"period": "all"}))
    assert "57.14%" in text
    assert "of 7 closed, likely 25% to 84%" in text
    assert "few deals: read with care" in text
    assert "75.00%" in text


def test_by_value_and_by_count(history, cast, as_user):
    page = as_user(cast.mona).get(URL, {"period": "all", "measure": "value"})
    assert page.context["report"].figures[0].value == 650 / 2000
    assert "32.50%" in words(page)


def test_reps_can_be_sorted(history, cast, as_user):
    def closed(order):
        page = as_user(cast.mona).get(URL, {"period": "all", "sort": order})
        people = next(panel for panel in page.context["report"].panels if panel.key == "people")
        return [line.values[2] for line in people.sorted_lines]

    assert (closed("closed"), closed("-closed"), closed("-rate"), closed("nonsense")) == (
        [3, 4],
        [4, 3],
        [4, 3],
        [4, 3],
    )


def test_the_last_twelve_months_are_shown_first(history, cast, as_user):
    period = as_user(cast.mona).get(URL).context["filter"].period_asked
    assert period.first.day == 1
    assert 335 <= (period.last - period.first).days <= 366


ODD = ["period=nonsense", "period=1900Q1", "period=2199Q4", "owner=x", "measure=luck", "sort=-", "pipeline=0"]


@pytest.mark.parametrize("query", ODD)
def test_nonsense_in_the_address_is_read_as_nothing(history, cast, as_user, query):
    assert as_user(cast.mona).get(f"{URL}?{query}").status_code == 200


def test_an_empty_house_says_so(cast, as_user):
    text = words(as_user(cast.mona).get(URL))
    assert "No deal was won or lost in this period." in text
    assert ("no deal closed" in text, "0.00%" in text) == (True, False)


def test_it_is_only_for_reading(cast, as_user, client):
    assert as_user(cast.mona).post(URL).status_code == 405
    client.logout()
    assert client.get(URL).status_code == 302


def test_the_number_of_queries_does_not_grow(history, cast, as_user):
    few = queries_of(as_user(cast.mona))
    for owner in (cast.alice, cast.bob, cast.mona, cast.gus):
        for month in (1, 2, 3):
            source = f"{owner.name} {month}"
            close(owner, history, "won", closed=datetime(2026, month, 9, tzinfo=UTC), source=source, product=source)
    assert queries_of(as_user(cast.mona)) == few


def queries_of(client):
    client.get(URL, {"period": "all"})
    with CaptureQueriesContext(connection) as queries:
        client.get(URL, {"period": "all"})
    return len(queries)


def test_days_are_those_of_the_workspace(channel, cast, workspace):
    workspace.time_zone = "Asia/Tokyo"
    workspace.save()
    close(cast.alice, channel, "won", closed=datetime(2026, 6, 30, 20, tzinfo=UTC))
    with timezone.override("America/Lima"):
        assert found(cast, Period(date(2026, 7, 1), date(2026, 7, 1))).rate.won == 1
