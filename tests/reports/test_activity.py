from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from followups.models import FollowUp, FollowUpKind
from forecasting.calendar import Period
from forecasting.queries.forecast import Scope
from reports.activity.helping import hands_wanted, top_performers
from reports.activity.queries import activity_of
from reports.rates import Rate
from tests.counting import queries_of
from tests.forecasting.sales import ago, make_sale
from tests.forecasting.test_forecast_page import address_holds, words
from timeline.log import write
from timeline.models import Event, subject_key

URL = "/reports/activity/"
MONDAY_NINE = datetime(2026, 6, 15, 7, 30, tzinfo=UTC)  # half past nine in Berlin
QUARTER = Period(MONDAY_NINE.date() - timedelta(days=60), MONDAY_NINE.date() + timedelta(days=30))


def happen(verb, by, deal, *, at=MONDAY_NINE, **fields):
    event = Event(
        verb=verb, actor=by, subject=subject_key(deal), about=[subject_key(deal)], happened_at=at, owner=by, **fields
    )
    write([event])
    return event


def promise(owner, deal, *, done=None, due=None, icon="note"):
    kind, _made = FollowUpKind.objects.get_or_create(name=icon, defaults={"icon": icon})
    return FollowUp.objects.create(kind=kind, title="x", deal=deal, owner=owner, due_at=due or ago(-3), done_at=done)


@pytest.fixture
def history(channel, cast):
    """Alice notes twice and moves a deal on Monday, Bob calls on Tuesday; three of his six open deals are unplanned."""
    deal = make_sale(cast.alice, channel.first, next_step_at=ago(-2))
    for verb in ("deal.noted", "deal.noted", "deal.moved"):
        happen(verb, cast.alice, deal)
    happen("lead.call", cast.bob, deal, at=MONDAY_NINE + timedelta(days=1))
    happen("deal.moved", cast.alice, deal, details={"bulk": "b"})
    happen("deal.moved", cast.alice, deal, details={"by_rule": {"id": 1, "name": "r"}})
    happen("deal.noted", cast.alice, deal, at=MONDAY_NINE - timedelta(days=300))
    happen("deal.ranked", cast.alice, deal)
    happen("deal.noted", cast.charlie, deal)
    undone = happen("deal.moved", cast.alice, deal)
    Event.objects.filter(pk=undone.pk).update(undone_by=happen("deal.moved", cast.alice, deal, undoes=undone))
    for place in range(6):
        make_sale(cast.bob, channel.first, next_step_at=None if place < 3 else ago(-5 if place < 5 else 1))
    for status, count in (("won", 2), ("lost", 10)):
        for _number in range(count):
            make_sale(cast.bob, channel.won, status=status, closed_at=MONDAY_NINE, opened_at=MONDAY_NINE)
    for _number in range(9):
        make_sale(cast.alice, channel.won, status="won", closed_at=MONDAY_NINE, opened_at=MONDAY_NINE)
    promise(cast.alice, deal, done=MONDAY_NINE, icon="phone")
    promise(cast.alice, deal, done=MONDAY_NINE, icon="meet")
    promise(cast.alice, deal, done=MONDAY_NINE - timedelta(days=300))
    for _number in range(3):
        promise(cast.bob, deal, due=ago(2))
    return channel


def found(cast, **scope):
    return activity_of(Scope(cast.mona, **scope), QUARTER)


def person(report, name):
    return next(one for one in report.people if one.name == name)


def test_what_was_done_by_weekday_hour_and_kind(history, cast):
    deeds = found(cast).deeds
    assert deeds.by_hour == {(0, 9): 3, (1, 9): 1}
    assert {pk: dict(kinds) for pk, kinds in deeds.by_person.items()} == {
        cast.alice.pk: {"notes": 2, "moves": 1},
        cast.bob.pk: {"calls": 1},
    }


def test_hours_are_those_of_the_workspace(history, cast, workspace):
    workspace.time_zone = "Asia/Tokyo"
    workspace.save()
    assert set(found(cast).deeds.by_hour) == {(0, 16), (1, 16)}


def test_what_each_person_did_and_how_their_deals_stand(history, cast):
    alice, bob = person(found(cast), "Alice Archer"), person(found(cast), "Bob Baker")
    assert (alice.done, alice.calls, alice.meetings, alice.late, alice.open, alice.unplanned) == (2, 1, 1, 0, 1, 0)
    assert (bob.done, bob.calls, bob.late, bob.open, bob.unplanned, bob.late_deals) == (0, 1, 3, 6, 3, 1)
    assert (bob.rate.won, bob.rate.lost, bob.latest) == (2, 10, MONDAY_NINE + timedelta(days=1))


def test_who_could_use_a_hand_is_said_by_rule(history, cast):
    report = found(cast)
    hands = hands_wanted(report.people, report.rate)
    assert [(hand.person.name, hand.why) for hand in hands] == [
        ("Bob Baker", "won 17% of 12 closed deals, likely 5% to 45%; everybody together 52%."),
        ("Bob Baker", "has no next step for 3 of 6 open deals."),
    ]
    # three overdue are twice the median of 1.5, and not more


def test_more_than_twice_the_median_is_late(history, cast):
    promise(cast.bob, FollowUp.objects.first().deal, due=ago(1))
    promise(cast.mona, FollowUp.objects.first().deal, done=MONDAY_NINE)
    report = found(cast)
    hands = hands_wanted(report.people, Rate(won=1, lost=9))
    assert [hand.why for hand in hands][-1] == "has 4 overdue follow-ups; the median of all is 0."


def test_few_deals_neither_shine_nor_shame(history, cast):
    report = found(cast)
    assert [one.name for one in top_performers(report.people, report.rate)] == ["Alice Archer"]
    # 11 of 21 were won by all; Alice's nine of nine lean to (9 + 10 · 11/21) / 19
    assert person(report, "Alice Archer").rate.leaning(report.rate) == pytest.approx((9 + 110 / 21) / 19)


def test_everybody_sees_their_part(history, cast):
    assert [one.name for one in found(cast, owner=cast.bob).people] == ["Bob Baker"]
    assert [one.name for one in activity_of(Scope(cast.charlie), QUARTER).people] == ["Charlie Cole"]


def test_each_figure_opens_exactly_its_deals(history, cast, as_user):
    client = as_user(cast.mona)
    report = client.get(URL, {"period": "2026Q2"}).context["report"]
    people = next(panel for panel in report.panels if panel.key == "people")
    for line in [*people.lines, people.total]:
        values = dict(zip([column.key for column in people.columns], line.values, strict=True))
        for key in ("late", "open", "unplanned", "late_deals", "stale"):
            assert rows_of(client, line.urls[key]) == values[key]
    for figure in report.figures:
        assert not figure.url or rows_of(client, figure.url) == figure.value
    top = next(panel for panel in report.panels if panel.key == "top")
    assert address_holds(client, top.lines[0].urls["closed"])[0] == top.lines[0].values[3]


def rows_of(client, address):
    """How many rows the list behind an address holds."""
    return client.get(address).context["page"].paginator.count


def test_the_page_is_kind(history, cast, as_user):
    text = words(as_user(cast.mona).get(URL, {"period": "2026Q2"}))
    assert "Who could use a hand" in text
    assert "An hour of planning together clears most of them." in text


def test_an_empty_house_says_so(cast, as_user):
    assert "Nothing was done yet that could be counted." in words(as_user(cast.mona).get(URL))


def test_the_number_of_queries_does_not_grow(history, cast, as_user):
    few = queries_of(as_user(cast.mona), URL)
    for owner in (cast.mona, cast.gus):
        deal = make_sale(owner, history.first)
        happen("deal.noted", owner, deal, at=timezone.now())
        promise(owner, deal, done=timezone.now())
    assert queries_of(as_user(cast.mona), URL) == few
