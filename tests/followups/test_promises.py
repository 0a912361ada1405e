"""The list of everything promised: whose it is and when it is due, as the filter and the reader's rights say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from followups.actions import complete_follow_up, plan_follow_up
from pipeline.actions import park_deal
from tests.followups.conftest import make_deal

PAGE = "/follow-ups/"
QUERIES = 8


@pytest.fixture
def promise(kinds):
    """Plan something about a deal or lead, so many hours from now."""

    def plan(about, title, hours, by, kind="Call"):
        due_at = timezone.now() + timedelta(hours=hours)
        return plan_follow_up(about=about, kind=kinds[kind], title=title, due_at=due_at, by=by)

    return plan


@pytest.fixture
def promises(cast, demo, deal, lead, promise):
    """Three of Alice's, one of Bob's, one of Charlie's whom Alice does not see."""
    promise(deal, "Call Kari", -30, cast.alice)
    promise(deal, "Send the offer", 30, cast.alice, kind="Email")
    promise(lead, "Ring the lead", -3, cast.alice)
    promise(make_deal(demo, cast.bob, "Cold boxes"), "Meet Ola", -5, cast.bob)
    promise(make_deal(demo, cast.charlie, "Far away"), "Secret", -5, cast.charlie)


def titles(client, query=""):
    page = client.get(f"{PAGE}{query}").context["page"]
    return [task.title for task in page]


def test_what_one_sees_stands_there_earliest_first(as_user, cast, promises):
    assert titles(as_user(cast.alice)) == ["Call Kari", "Meet Ola", "Ring the lead", "Send the offer"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?due=overdue", ["Call Kari", "Meet Ola", "Ring the lead"]),
        ("?due=coming", ["Send the offer"]),
        ("?about=leads", ["Ring the lead"]),
        ("?q=OFFER", ["Send the offer"]),
        ("?q=nothing", []),
        ("?due=never&about=cats&team=x&kind=0", ["Call Kari", "Meet Ola", "Ring the lead", "Send the offer"]),
    ],
)
def test_the_filter_narrows_it(as_user, cast, promises, query, found):
    assert titles(as_user(cast.alice), query) == found


def test_the_bar_says_what_is_in_force_as_people_say_it(as_user, cast):
    bar = as_user(cast.alice).get(f"{PAGE}?due=overdue&about=leads").context["filter"].buttons()
    assert [button.said for button in bar if button.words] == ["Due: Overdue", "About: Leads"]


def test_people_teams_and_kinds_narrow_it(as_user, cast, promises, kinds):
    client = as_user(cast.mona)
    assert titles(client, f"?owner={cast.bob.pk}") == ["Meet Ola"]
    assert titles(client, f"?kind={kinds['Email'].pk}") == ["Send the offer"]
    assert "Meet Ola" in titles(client, f"?team={cast.bob.team_id}")


def test_done_ones_stand_there_latest_first(as_user, cast, deal, promise):
    for title in ("First", "Second"):
        complete_follow_up(promise(deal, title, 5, cast.alice), by=cast.alice)
    assert titles(as_user(cast.alice), "?due=done") == ["Second", "First"]
    assert titles(as_user(cast.alice)) == []


def test_what_waits_for_a_parked_deal_is_not_asked_for(as_user, cast, deal, promise):
    promise(deal, "Call Kari", -3, cast.alice)
    park_deal(deal, until=timezone.localdate() + timedelta(days=9), reason="Budget", by=cast.alice)
    assert titles(as_user(cast.alice), "?due=overdue") == []


def test_it_costs_the_same_for_one_as_for_many(as_user, cast, deal, promise, django_assert_num_queries):
    client = as_user(cast.alice)
    promise(deal, "Call Kari", -3, cast.alice)
    client.get(PAGE)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
    for number in range(20):
        promise(deal, f"Call {number}", -3, cast.alice)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
