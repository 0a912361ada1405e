"""A lead that came by itself gets a promise of its owner and a word to them, once."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import timezone

from followups.actions import set_up_kinds
from followups.listeners import promise_an_answer
from followups.models import FollowUp, Notification
from tests.world import make_lead
from timeline.log import record

MONDAY, SATURDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC), datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


@pytest.fixture
def lead(cast):
    set_up_kinds()
    return make_lead("Kari Solheim", cast.alice)


def hear(verb, lead):
    promise_an_answer([record(verb, lead, by=None, owner=lead.owner)])


@pytest.mark.parametrize(("now", "day"), [(MONDAY, "2026-11-23"), (SATURDAY, "2026-11-30")])
def test_the_owner_promises_an_answer_that_working_day(lead, cast, now, day):
    event = record("lead.routed", lead, by=None, owner=lead.owner)
    event.happened_at = now
    with time_machine.travel(now):
        promise_an_answer([event])
    promise = FollowUp.objects.get()
    assert (promise.title, promise.owner, promise.lead, promise.any_time) == (
        "Answer Kari Solheim",
        cast.alice,
        lead,
        True,
    )
    assert timezone.localdate(promise.due_at).isoformat() == day
    told = Notification.objects.get()
    assert (told.user, told.text) == (cast.alice, "Kari Solheim is waiting for your answer")


def test_who_comes_again_is_told_of_and_promised_once(lead):
    hear("lead.routed", lead)
    hear("lead.came_again", lead)
    assert (FollowUp.objects.count(), Notification.objects.count()) == (1, 2)


def test_a_lead_nobody_has_or_that_is_no_fit_promises_nothing(cast):
    hear("lead.came_again", make_lead("Nobody’s", None))
    hear("lead.came_again", make_lead("Gone", cast.alice, status="disqualified", status_reason="No fleet"))
    assert FollowUp.objects.count() == 0
