from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.zones import today
from forecasting.actions import recompute_everything
from forecasting.models import DealSnapshot, Entry, ForecastSnapshot, How, Night
from forecasting.nights import writing
from forecasting.nights.writing import missing_days, write_missing_nights, write_night
from forecasting.periods import FiscalPeriod
from forecasting.tasks import write_nights
from pipeline.actions import edit_deal
from pipeline.models import Deal
from tests.forecasting.sales import make_sale


def day(before):
    return today() - timedelta(days=before)


def rows_of(deal):
    found = DealSnapshot.objects.filter(deal_id=deal.pk).order_by("since")
    return [(row.since, row.until, row.base_amount) for row in found]


def test_only_what_changed_makes_a_new_row(board, cast, make_deal):
    deal, still = (make_deal(cast.alice, board.demo, title, amount=100) for title in ("A", "B"))
    write_night(day(3))
    write_night(day(2))
    edit_deal(deal, by=cast.alice, amount=250)
    night = write_night(day(1))
    assert rows_of(deal) == [(day(3), day(1), 100), (day(1), None, 250)]
    assert rows_of(still) == [(day(3), None, 100)]
    assert (night.deals, night.changed) == (2, 1)
    assert [row.base_amount for row in DealSnapshot.objects.on(day(2)).order_by("deal_id")] == [100, 100]


def test_a_row_says_all_that_a_night_knows(board, cast, make_deal):
    close = day(-9)
    deal = make_deal(cast.alice, board.negotiation, amount=100, expected_close=close)
    write_night(day(1))
    row = DealSnapshot.objects.get(deal_id=deal.pk)
    assert (row.stage_id, row.owner_id, row.team_path) == (board.negotiation.pk, cast.alice.pk, cast.north.path)
    assert (row.status, row.currency, row.rate, row.expected_close) == ("open", "EUR", 1, close)
    assert (row.category, row.probability, row.closed_on) == ("commit", 80, None)


@pytest.mark.parametrize(
    ("own", "of_stage", "odds", "expected"),
    [("", "", 80, "commit"), ("", "", 50, "best"), ("", "", 10, "pipeline"), ("", "omitted", 80, "omitted"),
     ("commit", "omitted", 10, "commit")],
)  # fmt: skip
def test_the_category_is_the_deals_own_else_the_stages_else_told_by_its_odds(
    channel, cast, own, of_stage, odds, expected
):
    channel.first.category, channel.first.probability = of_stage, odds
    channel.first.save()
    make_sale(cast.alice, channel.first, category=own)
    write_night(day(1))
    assert DealSnapshot.objects.get().category == expected


def test_a_deal_that_is_gone_has_an_end(channel, cast):
    deal = make_sale(cast.alice, channel.first)
    write_night(day(2))
    Deal.objects.all().delete()
    write_night(day(1))
    assert rows_of(deal) == [(day(2), day(1), 1000)]


def test_the_same_night_is_written_once(channel, cast):
    make_sale(cast.alice, channel.first, expected_close=day(-1))
    write_nights()
    before = everything()
    Deal.objects.update(base_amount=5)
    write_nights()
    assert write_night(day(1)) is None
    assert everything() == before


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Night, DealSnapshot, ForecastSnapshot)]


def test_missed_nights_are_read_from_the_log_and_say_so(board, cast, make_deal, monkeypatch):
    monkeypatch.setattr(writing, "FRESH", timedelta(0))  # at whatever hour this runs
    deal = make_deal(cast.alice, board.demo, amount=100, expected_close=day(-1))
    long_ago = timezone.now() - timedelta(days=20)
    Deal.objects.update(opened_at=long_ago, entered_stage_at=long_ago)
    deal.visits.update(entered_at=long_ago)
    write_night(day(5))
    edit_deal(deal, by=cast.alice, amount=900)
    assert missing_days() == [day(4), day(3), day(2), day(1)]
    assert write_missing_nights() == [day(4), day(3), day(2), day(1)]
    assert rows_of(deal) == [(day(5), None, 100)]
    hows = dict(Night.objects.values_list("day", "how"))
    assert (hows[day(5)], hows[day(4)]) == (How.TAKEN, How.REBUILT)
    write_night(day(0))
    assert rows_of(deal) == [(day(5), day(0), 100), (day(0), None, 900)]


def test_every_scope_has_its_sums(channel, cast):
    this_day = today()
    make_sale(cast.alice, channel.won, 700, status="won", closed_at=timezone.now())
    make_sale(cast.alice, channel.third, 100, expected_close=this_day)
    make_sale(cast.bob, channel.second, 40, expected_close=this_day)
    make_sale(cast.charlie, channel.first, 8000, expected_close=this_day)
    recompute_everything(channel.pipeline)
    write_night(this_day)
    quarter = FiscalPeriod.of("quarter", this_day, 1)
    stored = {
        (one.scope, one.scope_id): one for one in ForecastSnapshot.objects.filter(first=quarter.first, period="quarter")
    }
    house, north = stored["house", 0], stored["team", cast.north.pk]
    assert (house.won, house.open_amount, house.open_count) == (700, 8140, 3)
    assert (north.won, north.open_amount, north.commit, north.best) == (700, 140, 100, 0)
    assert (north.weighted, house.weighted) == (80 + 16, 80 + 16 + 800)
    assert stored["rep", cast.bob.pk].open_amount == 40
    assert stored["pipeline", channel.pipeline.pk].open_amount == 8140
    assert 0 < north.expected < 140
    assert house.expected == north.expected + stored["rep", cast.charlie.pk].expected
    assert house.won + house.new_business <= house.low <= house.middle <= house.high
    assert (house.horizon, house.actual) == ((quarter.last - this_day).days, None)


def test_what_came_is_told_when_the_period_has_ended(channel, cast):
    month = FiscalPeriod.of("month", day(0), 1).before
    make_sale(cast.alice, channel.first, 100, expected_close=month.last)
    write_night(month.first)
    assert ForecastSnapshot.objects.filter(actual__isnull=False).count() == 0
    won_at = timezone.now().replace(year=month.last.year, month=month.last.month, day=15)
    make_sale(cast.alice, channel.won, 700, status="won", closed_at=won_at)
    write_night(month.last)
    told = {
        one.scope: one.actual
        for one in ForecastSnapshot.objects.filter(day=month.first, last=month.last, period="month")
    }
    assert told == {"house": 700, "team": 700, "rep": 700, "pipeline": 700}


def test_what_was_said_is_stored_with_the_night(channel, cast):
    month = FiscalPeriod.of("month", day(0), 1)
    for kind, owner, team, amount in (
        ("submission", cast.alice, None, 30), ("submission", cast.bob, None, 12), ("quota", cast.alice, None, 50),
        ("quota", None, cast.south, 70), ("quota", cast.charlie, None, 9), ("adjustment", None, cast.north, 40),
        ("submission", cast.alice, None, 33),
    ):  # fmt: skip
        Entry.objects.create(
            kind=kind, owner=owner, team=team, amount=amount, base_amount=amount, currency="EUR", base_currency="EUR",
            period="month", first=month.first, last=month.last, effective_on=month.first, by=cast.mona,
        )  # fmt: skip
    write_night(day(0))
    said = {
        (one.scope, one.scope_id): (one.quota, one.submission, one.adjustment)
        for one in ForecastSnapshot.objects.filter(period="month", first=month.first)
    }
    assert said["house", 0] == (50 + 70, 45, None)
    assert said["team", cast.north.pk] == (50, 45, 40)
    assert said["team", cast.south.pk] == (70, None, None)
    assert said["rep", cast.alice.pk] == (50, 33, None)
    assert said["rep", cast.charlie.pk] == (9, None, None)
