from datetime import UTC, datetime

import pytest

from forecasting.queries.forecast import Scope
from reports.seasons.queries import seasons_of
from tests.counting import queries_of
from tests.forecasting.sales import make_sale
from tests.forecasting.test_forecast_page import address_holds, words

URL = "/reports/seasons/"


def win(owner, channel, year, month, amount=100):
    closed = datetime(year, month, 10, 12, tzinfo=UTC)
    return make_sale(owner, channel.won, amount, status="won", closed_at=closed, opened_at=closed)


@pytest.fixture
def history(channel, cast):
    """In 2024 one win in January and three in June, in 2025 one and one; one more in February 2026."""
    for year, month, amount in [
        (2024, 1, 100), (2024, 6, 100), (2024, 6, 100), (2024, 6, 100), (2025, 1, 300), (2025, 6, 100), (2026, 2, 70),
    ]:  # fmt: skip
        win(cast.alice, channel, year, month, amount)
    win(cast.charlie, channel, 2019, 3)
    make_sale(cast.alice, channel.first)
    return channel


def found(cast, **scope):
    return seasons_of(Scope(cast.mona, **scope))


def test_every_month_from_the_first_win_on(history, cast):
    months = found(cast).months
    told = {(first.year, first.month): (month.count, month.amount) for first, month in months.items() if month.count}
    assert told == {
        (2024, 1): (1, 100),
        (2024, 6): (3, 300),
        (2025, 1): (1, 300),
        (2025, 6): (1, 100),
        (2026, 2): (1, 70),
    }
    assert len(months) == 12 + 12 + found(cast).this_month.month
    assert (found(cast).whole_years, found(cast, owner=cast.bob).months) == ([2025, 2024], {})


def test_the_share_of_a_year_each_month_makes(history, cast):
    january, june = (found(cast).seasons("count")[place] for place in (0, 5))
    assert (january.share, january.low, january.high, january.years) == ((0.25 + 0.5) / 2, 0.25, 0.5, 2)
    assert june.share == (0.75 + 0.5) / 2
    assert found(cast).seasons("value")[0].share == (0.25 + 0.75) / 2


def test_a_year_known_only_in_part_makes_no_season(history, cast):
    win(cast.alice, history, 2023, 5)
    assert found(cast).whole_years == [2025, 2024]


def test_beside_the_same_month_of_the_year_before(history, cast, as_user):
    report = as_user(cast.mona).get(URL).context["report"]
    lines = {line.values[0]: line.values for line in next(one for one in report.panels if one.key == "history").lines}
    assert lines["Jun 2025"] == ("Jun 2025", 1, 3, 100, 300, pytest.approx(-2 / 3))
    assert lines["Feb 2026"] == ("Feb 2026", 1, 0, 70, 0, None)


def test_each_figure_opens_exactly_its_deals(history, cast, as_user):
    client = as_user(cast.mona)
    report = client.get(URL).context["report"]
    for figure in report.figures:
        assert address_holds(client, figure.url)[1] == figure.value
    for line in next(panel for panel in report.panels if panel.key == "history").lines[8:11]:
        assert address_holds(client, line.urls["count"])[0] == line.values[1]
    knots = [mark for mark in report.panels[0].chart.marks if mark.tag == "circle" and mark.href]
    assert sorted(address_holds(client, mark.href)[0] for mark in knots) == [1, 1, 1, 1, 3]


def test_by_count_and_by_value(history, cast, as_user):
    assert "Deals won by month" in words(as_user(cast.mona).get(URL))
    text = words(as_user(cast.mona).get(URL, {"measure": "value"}))
    assert "Won value by month" in text
    assert "n 2 years: read with care" in text


def test_an_empty_house_says_so(cast, as_user):
    assert "No deal was won yet." in words(as_user(cast.mona).get(URL))


def test_the_number_of_queries_does_not_grow(history, cast, as_user):
    few = queries_of(as_user(cast.mona), URL)
    for year in (2021, 2022, 2023):
        win(cast.bob, history, year, 4)
    assert queries_of(as_user(cast.mona), URL) == few
