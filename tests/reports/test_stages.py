from collections import Counter

import pytest

from forecasting.calendar import Period
from forecasting.queries.forecast import Scope
from reports.stages.queries import dwellings_of
from reports.stages.survival import Watched, kaplan_meier
from tests.counting import queries_of
from tests.forecasting.sales import ago, make_sale, make_visit
from tests.forecasting.test_forecast_page import address_holds, words

URL = "/reports/stages/"
ALL = Period(None, None)


def watched(*stays):
    """Stays watched since and until an age in days: (since, until, whether it ended)."""
    since, until, ended = zip(*stays, strict=True)
    return Watched(Counter(since), Counter(until), Counter(day for day, has in zip(until, ended, strict=True) if has))


def ended(*days):
    return [(0, day, True) for day in days]


def test_half_leave_later_once_those_still_waiting_count():
    left = ended(1, 2, 3, 4)
    assert kaplan_meier(watched(*left)) == 2
    # 8 at risk: 7/8 · 6/7 · 5/6 = 5/8 stay beyond day 3; four are lost from sight, the last one leaves on day 4
    assert kaplan_meier(watched(*left, *[(0, 3.5, False)] * 4)) == 4


def test_who_was_not_yet_watched_is_not_at_risk():
    # On day 2 one of the two watched from the start leaves; the one watched from day 9 on was not there to leave.
    assert kaplan_meier(watched(*ended(2, 5), (9, 12, True))) == 2
    assert kaplan_meier(watched(*ended(2, 5, 12))) == 5


def test_nothing_is_said_while_fewer_than_half_have_left():
    assert kaplan_meier(watched(*ended(2), *[(0, 3, False)] * 9)) is None
    assert kaplan_meier(Watched()) is None


@pytest.fixture
def history(channel, cast):
    """Ten stays in the first stage of 1 to 10 days, two of them lost; three deals wait there for 1, 7 and 20 days."""
    for days in range(1, 11):
        is_lost = days in (3, 9)
        ends = {"status": "lost", "closed_at": ago(30)} if is_lost else {}
        deal = make_sale(cast.alice, channel.first if is_lost else channel.second, 100 * days, **ends)
        make_visit(
            deal, channel.first, 30 + days, 30, "lost" if is_lost else "moved", to=None if is_lost else channel.second
        )
    for days in (1, 7, 20):
        deal = make_sale(cast.alice, channel.first, 50, entered_stage_at=ago(days))
        make_visit(deal, channel.first, days)
    channel.first.stale_days = 5
    channel.first.save()
    return channel


def first_of(history, cast, period=ALL, **scope):
    return dwellings_of(Scope(cast.mona, history.pipeline, **scope), period)[0]


def test_the_days_of_stays_that_ended(history, cast):
    first = first_of(history, cast)
    assert (first.stays, first.lost, first.lost_amount) == (10, 2, 1200)
    assert (first.median, first.ninety) == pytest.approx((5.5, 9.1), abs=0.01)
    assert (first.usual, first.long) == (6, 10)  # Python rounds half to even: 5.5 → 6
    assert first.leak == 2 / 10


def test_open_stays_are_counted_with_those_that_ended(history, cast):
    # Of thirteen one leaves on day 1 and one is out of sight from then; then of eleven one a day: 12/13 · 6/11 = .5035
    # stay beyond day 6, and fewer than half beyond day 7
    assert first_of(history, cast).waiting_median == pytest.approx(7, abs=0.05)


def test_who_waits_now(history, cast):
    first = first_of(history, cast)
    assert first.open == 3
    assert (first.waiting.between(0, 5), first.waiting.between(6, 9), first.waits_long) == (1, 1, 1)


def test_what_was_undone_or_reshaped_is_no_stay_that_ended(history, cast):
    deal = make_sale(cast.alice, history.second)
    make_visit(deal, history.first, 400, 30, "moved", to=history.second, undone=True)
    make_visit(deal, history.first, 300, 30, "reshaped", to=history.second)
    assert first_of(history, cast).stays == 10


def test_only_stays_that_ended_in_the_period_count(history, cast):
    recent = Period(ago(20).date(), ago(0).date())
    first = first_of(history, cast, recent)
    assert (first.stays, first.median, first.lost, first.open) == (0, None, 0, 3)


def test_everybody_sees_their_part(history, cast):
    assert first_of(history, cast, owner=cast.bob).stays == 0
    assert dwellings_of(Scope(cast.charlie, history.pipeline), ALL)[0].open == 0


def test_each_figure_opens_exactly_its_deals(history, cast, as_user):
    client = as_user(cast.mona)
    report = client.get(URL, {"period": "all"}).context["report"]
    for figure in report.figures:
        if figure.url:
            assert address_holds(client, figure.url)[0] == figure.value
    table = next(panel for panel in report.panels if panel.key == "table")
    for line in table.lines:
        values = dict(zip([column.key for column in table.columns], line.values, strict=True))
        for key, url in line.urls.items():
            assert not url or address_holds(client, url)[0] == values[key]
    parts = [mark for mark in report.panels[2].chart.marks if mark.href]
    assert [address_holds(client, mark.href)[0] for mark in parts[:3]] == [1, 1, 1]


def test_the_slowest_and_the_leakiest_stage_are_called_out(history, cast, as_user):
    for _number in range(5):
        make_sale(cast.alice, history.second, status="lost", closed_at=ago(3))
    text = words(as_user(cast.mona).get(URL, {"period": "all"}))
    assert "Prospecting takes most days:" in text
    assert "See 1 deal waiting longer" in text
    assert "Most deals leak from Demo:" in text


def test_an_empty_house_says_so(cast, as_user):
    assert "No deal has stood in a stage in this period." in words(as_user(cast.mona).get(URL))


def test_the_number_of_queries_does_not_grow(history, cast, as_user):
    client = as_user(cast.mona)
    few = queries_of(client, URL)
    for owner in (cast.bob, cast.mona):
        for stage in (history.first, history.second, history.third):
            make_visit(make_sale(owner, stage), stage, 9)
    assert queries_of(client, URL) == few
