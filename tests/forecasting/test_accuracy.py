from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.zones import today
from forecasting.accuracy.calibration import calibration_of
from forecasting.accuracy.queries import accuracy_of
from forecasting.accuracy.scopes import Stored, scopes_of
from forecasting.accuracy.slippage import slippage_of
from forecasting.actions import recompute_everything
from forecasting.calendar import Period
from forecasting.models import ForecastSnapshot
from forecasting.nights.writing import write_night
from forecasting.periods import FiscalPeriod
from forecasting.queries.forecast import Scope
from forecasting.waterfall.between import Question
from pipeline.actions import edit_deal
from pipeline.models import Stage
from tests.forecasting.sales import ago, make_sale, make_visit

URL = "/forecast/accuracy/"
HOUSE = Stored("house", 0, "Everybody")


def day(before):
    return today() - timedelta(days=before)


def stored(first, last, day, **sums):
    nothing = dict.fromkeys(("won", "won_count", "open_amount", "open_count", "commit", "best", "weighted"), 0)
    nothing |= {"expected": 0, "variance": 0, "new_business": 0, "low": 0, "middle": 0, "high": 0}
    facts = nothing | {"scope": "house", "period": "quarter", "currency": "EUR"} | sums
    horizon = (last - day).days
    return ForecastSnapshot.objects.create(day=day, first=first, last=last, horizon=horizon, **facts)


@pytest.fixture
def quarters(workspace):
    """Three quarters forecast at their middle: the model said 100, 200 and 300, and 110, 160 and 330 came."""
    for month, said, came in ((1, 100, 110), (4, 200, 160), (7, 300, 330)):
        first = date(2025, month, 1)
        period = FiscalPeriod.of("quarter", first, 1)
        for days, factor in ((46, 1), (44, 5), (30, 2)):
            stored(
                period.first, period.last, period.last - timedelta(days=days), won=said * factor // 2,
                expected=said * factor // 2, low=said * factor - 20, high=said * factor + 20, actual=came,
                submission=said * 2 if month > 1 else None,
            )  # fmt: skip
    running = FiscalPeriod.of("quarter", date(2025, 10, 1), 1)
    stored(running.first, running.last, running.first, won=9999)


def test_each_forecaster_is_held_against_what_came(quarters):
    found = accuracy_of(HOUSE, "quarter", "50", "EUR")
    assert [(night.model, night.actual) for night in found.nights] == [(100, 110), (200, 160), (300, 330)]
    model, _stage, _commit, reps, managers = found.misses
    assert (model.count, model.wape, model.bias) == (3, 80 / 600, 0)
    assert (reps.count, reps.wape, reps.bias) == (2, (240 + 270) / 490, (240 + 270) / 490)
    assert (managers.count, managers.wape) == (0, None)
    assert (found.inside, found.coverage) == (1, 1 / 3)


def test_a_moment_may_be_named_in_days(quarters):
    assert [night.model for night in accuracy_of(HOUSE, "quarter", "30d", "EUR").nights] == [200, 400, 600]
    assert accuracy_of(HOUSE, "quarter", "0", "EUR").nights == []
    assert accuracy_of(HOUSE, "month", "50", "EUR").nights == []
    assert accuracy_of(HOUSE, "quarter", "50", "CHF").nights == []


def test_everybody_reads_their_part(cast, board):
    assert [one.code for one in scopes_of(cast.mona)] == [
        f"team-{cast.north.pk}", f"rep-{cast.alice.pk}", f"rep-{cast.bob.pk}", f"rep-{cast.mona.pk}",
    ]  # fmt: skip
    assert scopes_of(cast.ada)[0] == HOUSE


def test_the_page_shows_it(quarters, cast, as_user):
    page = as_user(cast.ada).get(URL)
    assert "1 of the last 3 periods ended inside of the range" in page.content.decode()
    assert "No period has ended yet" in as_user(cast.mona).get(URL).content.decode()
    assert as_user(cast.mona).get(f"{URL}?of=house-0&kind=x&at=y").context["stored"].kind == "team"


def test_slippage_counts_what_was_put_off_beyond_the_end(cast, board, make_deal):
    period = Period(day(20), day(-20))
    deals = [
        make_deal(cast.alice, board.demo, str(number), amount=100, expected_close=day(-10), company=None)
        for number in range(4)
    ]
    make_deal(cast.alice, board.demo, "later", amount=7, expected_close=day(-60), company=None)
    write_night(day(19))
    edit_deal(deals[0], by=cast.alice, expected_close=day(-15))
    edit_deal(deals[1], by=cast.alice, expected_close=day(-15))
    write_night(day(9))
    edit_deal(deals[1], by=cast.alice, expected_close=day(-35))
    edit_deal(deals[2], by=cast.alice, expected_close=day(-5))
    write_night(day(8))
    asked = Question(cast.alice, period, day(19), day(0), this_day=day(0), zone="UTC")
    slip = slippage_of(asked)
    assert (slip.due, slip.due_count, slip.slipped, slip.slipped_count, slip.pushes) == (400, 4, 100, 1, 3)
    assert (slip.share, slip.mean_days) == (0.25, (5 + 5 + 20) / 3)


@pytest.fixture
def history(channel, cast):
    """Of forty deals that stood at the demo eight were won; two stand there now."""
    for number in range(40):
        won = number < 8
        deal = make_sale(
            cast.alice, channel.won if won else channel.second, status="won" if won else "lost", closed_at=ago(5)
        )
        make_visit(deal, channel.second, 20, 5, "won" if won else "lost", channel.won if won else None)
    make_sale(cast.alice, channel.second, 1000, expected_close=day(0))
    make_sale(cast.alice, channel.second, 500, expected_close=day(0), probability=90)
    recompute_everything(channel.pipeline)
    return channel


def test_calibration_says_what_applying_would_do(history, cast):
    period = FiscalPeriod.of("quarter", day(0), 1)
    row = next(row for row in calibration_of(Scope(cast.mona), period, day(0)) if row.stage == history.second)
    assert (row.observed.won, row.observed.closed, row.observed.percent) == (8, 40, 20)
    assert (row.effect, row.contradicts) == (1000 * (20 - 40) / 100, True)


def test_an_admin_applies_what_was_observed(history, cast, as_user):
    address = reverse("forecasting:calibrate", args=[history.second.pk])
    assert as_user(cast.mona).post(address).status_code == 403
    assert as_user(cast.ada).get(address).status_code == 405
    assert as_user(cast.ada).post(address).status_code == 302
    assert Stage.objects.get(pk=history.second.pk).probability == 20
    assert as_user(cast.ada).post(reverse("forecasting:calibrate", args=[history.won.pk])).status_code == 404
    assert history.pipeline.surgeries.get().before == {f"stage:{history.second.pk}": {"probability": "40.00"}}
