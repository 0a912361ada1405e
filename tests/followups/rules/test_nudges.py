"""Deals that need a hand say so, to their owner, until they are helped or laid to rest."""

from datetime import timedelta

import pytest
from django.utils import timezone

from followups.models import Notification, Nudge
from followups.rules.nudging import nudge_owners
from pipeline.models import Deal, Stage, StageVisit
from timeline.models import Event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def deal(cast, board, make_deal):
    Stage.objects.update(stale_days=14)
    return make_deal(cast.alice, board.proposal)


def silent(deal, days):
    since = timezone.now() - days * DAY
    Deal.objects.filter(pk=deal.pk).update(touched_at=since, entered_stage_at=since)


def standing():
    return [nudge.kind for nudge in Nudge.objects.awake().order_by("kind")]


def won_after(cast, board, make_deal, days, count=20):
    """So many won deals that each stood in Proposal so long without care."""
    for number in range(count):
        deal = make_deal(cast.alice, board.proposal, f"Won {number}")
        left = timezone.now() - 30 * DAY
        StageVisit.objects.filter(deal=deal).update(
            entered_at=left - days * DAY, left_at=left, exit="won", exit_to=board.close
        )
        Deal.objects.filter(pk=deal.pk).update(status="won", closed_at=left)


def test_no_next_step_is_one(deal):
    nudge_owners()
    assert standing() == ["adrift"]


def test_silence_beyond_what_the_stage_allows(cast, deal):
    silent(deal, 15)
    nudge_owners()
    assert standing() == ["adrift", "silent"]
    notice = Notification.objects.get(kind="nudge")
    assert (notice.user, notice.text) == (
        cast.alice,
        "Reefer fleet: silent for 15 days, longer than the 14 days Proposal allows",
    )
    nudge_owners()
    assert Notification.objects.filter(kind="nudge").count() == 1


def test_won_deals_say_what_is_usual(cast, board, deal, make_deal):
    won_after(cast, board, make_deal, days=5)
    silent(deal, 6)
    nudge_owners()
    nudge = Nudge.objects.get(kind="silent", deal=deal)
    assert (nudge.usual_days, nudge.of) == (5, 20)
    assert nudge.words == "silent for 6 days; of 20 deals won, three of four never were that long in Proposal"


def test_too_few_won_deals_say_nothing(cast, board, deal, make_deal):
    won_after(cast, board, make_deal, days=5, count=19)
    silent(deal, 6)
    nudge_owners()
    assert "silent" not in standing()


@pytest.mark.parametrize("answered", [False, True])
def test_what_was_sent_and_not_answered(deal, answered):
    key = f"deal:{deal.pk}"
    facts = {"subject": key, "about": [key]}
    Event.objects.create(verb="letter.sent", **facts, happened_at=timezone.now() - 8 * DAY)
    if answered:
        Event.objects.create(verb="letter.received", **facts, happened_at=timezone.now() - 7 * DAY)
    nudge_owners()
    assert ("unanswered" in standing()) is not answered


def test_a_proposal_nobody_answers(deal):
    day = (timezone.now() - 9 * DAY).date()
    Deal.objects.filter(pk=deal.pk).update(proposal="opened", proposal_on=day)
    nudge_owners()
    assert "unanswered" in standing()


def test_help_ends_it_at_once(deal):
    silent(deal, 15)
    nudge_owners()
    Deal.objects.filter(pk=deal.pk).update(touched_at=timezone.now(), next_step_at=timezone.now() + DAY)
    assert standing() == []
    nudge_owners()
    assert Nudge.objects.count() == 0


def test_laid_to_rest_it_stays_so_until_it_happens_anew(as_user, cast, deal):
    silent(deal, 15)
    nudge_owners()
    assert "silent for 15 days" in as_user(cast.alice).get(f"/deals/{deal.pk}/follow-ups/").text
    as_user(cast.alice).post(f"/deals/{deal.pk}/nudges/silent/rest/")
    nudge_owners()
    assert standing() == ["adrift"]
    silent(deal, 16)
    nudge_owners()
    assert standing() == ["adrift", "silent"]


def test_my_day_shows_it(as_user, cast, deal):
    silent(deal, 15)
    nudge_owners()
    assert "Need a hand" in as_user(cast.alice).get("/my-day/").text
    assert "Need a hand" not in as_user(cast.bob).get("/my-day/").text
