from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from forecasting.calendar import Period
from forecasting.queries.forecast import Scope
from pipeline.models import Competitor, LostReason
from reports.lost.queries import lost_of
from tests.counting import queries_of
from tests.forecasting.sales import ago, make_sale
from tests.forecasting.test_forecast_page import address_holds, words

URL = "/reports/lost/"
ALL = Period(None, None)


def lose(owner, stage, amount=100, *, on=5, after=10, **fields):
    closed = ago(on)
    return make_sale(
        owner, stage, amount, status="lost", closed_at=closed, opened_at=closed - timedelta(days=after), **fields
    )


@pytest.fixture
def history(channel, cast):
    """Alice loses three to the price and one to silence, Bob one for no reason; a year ago the price took one."""
    price, silence = (LostReason.objects.create(name=name) for name in ("Price", "No answer"))
    rival = Competitor.objects.create(name="Hydra")
    lose(cast.alice, channel.first, 100, lost_reason=price, after=13, lost_to=rival)
    lose(cast.alice, channel.second, 200, lost_reason=price, after=14)
    lose(cast.alice, channel.second, 300, lost_reason=price, after=40, lost_to=rival)
    lose(cast.alice, channel.first, 50, lost_reason=silence, after=400)
    lose(cast.bob, channel.third, 1000, after=13)
    lose(cast.bob, channel.first, 700, on=380, lost_reason=price)
    lose(cast.charlie, channel.first, 9000)
    make_sale(cast.alice, channel.won, 40, status="won", closed_at=ago(5))
    channel.price, channel.silence = price, silence
    return channel


def found(cast, period=None, before=None, **scope):
    this_day = timezone.localdate()
    return lost_of(Scope(cast.mona, **scope), period or Period(this_day - timedelta(days=30), this_day), before)


def said(losses):
    return [(loss.name, loss.count, loss.amount) for loss in losses]


def test_reasons_the_most_frequent_first(history, cast):
    report = found(cast)
    assert (report.count, report.amount) == (5, 1650)
    assert said(report.by_reason) == [("Price", 3, 600), ("", 1, 1000), ("No answer", 1, 50)]
    assert said(report.by_competitor) == [("Hydra", 2, 400), ("", 3, 1250)]
    assert report.unexplained.count == 1


def test_beside_the_period_before(history, cast):
    last_year = Period(ago(400).date(), ago(370).date())
    report = found(cast, before=last_year)
    assert report.before == (1, 700)
    assert {loss.name: loss.before for loss in report.by_reason} == {"Price": 1, "": 0, "No answer": 0}
    assert found(cast).by_reason[0].before is None


def test_by_stage_rep_and_age(history, cast):
    report = found(cast)
    assert said(report.by_stage) == [("Prospecting", 2, 150), ("Demo", 2, 500), ("Negotiation", 1, 1000)]
    assert said(report.by_rep) == [("Alice Archer", 4, 650), ("Bob Baker", 1, 1000)]
    assert [loss.count for loss in report.by_age] == [2, 1, 1, 0, 0, 0, 1]


def test_reason_by_stage(history, cast):
    cells = {key: (cell.count, cell.amount) for key, cell in found(cast).cells.items()}
    assert cells == {
        (history.price.pk, history.first.pk): (1, 100),
        (history.price.pk, history.second.pk): (2, 500),
        (history.silence.pk, history.first.pk): (1, 50),
        (None, history.third.pk): (1, 1000),
    }


def test_the_largest_of_a_season_ago_are_worth_another_call(history, cast, as_user):
    large, small = lose(cast.bob, history.first, 900, on=120), lose(cast.bob, history.first, 80, on=300)
    report = found(cast)
    assert [deal.pk for deal in report.calls] == [large.pk, small.pk]
    assert address_holds(as_user(cast.mona), report.calls_url) == (2, 980)
    assert "Worth another call" in words(as_user(cast.mona).get(URL))


def test_everybody_sees_their_part(history, cast):
    assert found(cast, owner=cast.bob).count == 1
    assert lost_of(Scope(cast.ada), ALL).count == 7


def test_each_figure_opens_exactly_its_deals(history, cast, as_user):
    client = as_user(cast.mona)
    report = client.get(URL).context["report"]
    for figure in report.figures[:2]:
        assert figure.value in address_holds(client, figure.url)
    for panel in report.panels:
        for line in panel.lines:
            values = dict(zip([column.key for column in panel.columns], line.values, strict=True))
            if "lost" in values:
                assert address_holds(client, line.urls["lost"]) == (values["lost"], values["amount"])
            elif panel.key == "cells":
                for key, url in line.urls.items():
                    assert address_holds(client, url)[0] == values[key]


def test_days_are_dates_in_sheets(history, cast, as_user):
    lose(cast.alice, history.third, 900, on=120)
    book = load_workbook(BytesIO(as_user(cast.mona).post(f"{URL}file.xlsx").content))
    assert book["Worth another call"]["F2"].value.date() == timezone.localdate(ago(120))


def test_what_came_up_more_often_is_called_out(history, cast, as_user):
    for _number in range(3):
        lose(cast.bob, history.first, lost_reason=history.silence)
    text = words(as_user(cast.mona).get(URL))
    assert "“No answer” came up more often: 4 deals in this period, 0 in the period before." in text
    assert "few deals: read with care" in text


def test_by_value(history, cast, as_user):
    page = as_user(cast.mona).get(URL, {"measure": "value"})
    bars = [mark for mark in page.context["report"].panels[0].chart.marks if mark.tag == "rect"]
    assert float(bars[1].place["width"]) > float(bars[0].place["width"])  # one deal of 1,000 beside three of 600


def test_an_empty_house_says_so(cast, as_user):
    assert "No deal was lost in this period." in words(as_user(cast.mona).get(URL))


def test_the_number_of_queries_does_not_grow(history, cast, as_user):
    few = queries_of(as_user(cast.mona), URL)
    for owner in (cast.alice, cast.bob, cast.mona):
        reason = LostReason.objects.create(name=owner.name)
        for stage in (history.first, history.second, history.third):
            lose(owner, stage, lost_reason=reason)
    assert queries_of(as_user(cast.mona), URL) == few
