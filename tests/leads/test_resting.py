"""Leads that rest until a day, come back on it, and are promised for it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from followups.listeners import keep_returns, tell_of_leads
from followups.models import FollowUp, FollowUpKind, Notification
from leads import actions
from leads.models import Lead
from tests.world import make_lead
from timeline.models import Event

NEXT_QUARTER = timedelta(days=90)


@pytest.fixture(autouse=True)
def call(db):
    return FollowUpKind.objects.create(name="Call", icon="phone")


def day():
    return timezone.localdate() + NEXT_QUARTER


def again(lead):
    return Lead.objects.get(pk=lead.pk)


def hear(verb):
    keep_returns(list(Event.objects.filter(verb=verb)))


def come(lead):
    """Its day has come."""
    Lead.objects.filter(pk=lead.pk).update(returns_on=timezone.localdate() - timedelta(days=1))


def test_a_recycled_lead_rests_until_its_day(cast, lead, verbs):
    actions.recycle(lead, until=day(), reason="Budget in spring", by=cast.alice)
    one = again(lead)
    assert (one.status, one.returns_on, one.status_reason) == ("recycled", day(), "Budget in spring")
    assert actions.wake_recycled_leads() == 0
    assert verbs() == ["lead.recycled"]


def test_on_its_day_it_is_back_once(cast, lead, verbs):
    actions.recycle(lead, until=day(), reason="Budget in spring", by=cast.alice)
    come(lead)
    assert (actions.wake_recycled_leads(), actions.wake_recycled_leads()) == (1, 0)
    one = again(lead)
    assert (one.status, one.returns_on, one.status_reason) == ("working", None, "")
    assert verbs() == ["lead.recycled", "lead.woken"]
    woken = list(Event.objects.filter(verb="lead.woken"))
    tell_of_leads(woken)
    tell_of_leads(woken)
    assert [(told.user, told.text) for told in Notification.objects.all()] == [
        (cast.alice, "Mwana Kapinga is back in the inbox")
    ]


def test_a_lead_nobody_has_comes_back_too(cast):
    free = make_lead("Free", None)
    actions.recycle(free, until=day(), by=cast.alice)
    come(free)
    assert actions.wake_recycled_leads() == 1
    tell_of_leads(list(Event.objects.filter(verb="lead.woken")))
    assert Notification.objects.count() == 0


def test_it_is_promised_for_the_day_once(cast, lead):
    actions.recycle(lead, until=day(), reason="Budget in spring", by=cast.mona)
    hear("lead.recycled")
    hear("lead.recycled")
    promise = FollowUp.objects.get()
    assert (promise.title, promise.owner, promise.any_time) == ("Take up again: Budget in spring", cast.alice, True)
    assert timezone.localtime(promise.due_at, timezone.get_default_timezone()).date() - day() in (
        timedelta(0),
        timedelta(-1),
    )
    assert promise.reminders.count() == 1


def test_another_day_moves_the_promise_and_coming_back_gives_it_up(cast, lead):
    actions.recycle(lead, until=day(), by=cast.alice)
    hear("lead.recycled")
    later = day() + timedelta(days=30)
    actions.recycle(lead, until=later, by=cast.alice)
    keep_returns([Event.objects.filter(verb="lead.recycled").latest("pk")])
    assert FollowUp.objects.planned().count() == 1
    actions.bring_back(lead, by=cast.alice)
    hear("lead.returned")
    assert (FollowUp.objects.planned().count(), FollowUp.objects.count()) == (0, 2)


def test_a_promise_of_a_lead_brought_back_meanwhile_is_not_made(cast, lead):
    actions.recycle(lead, until=day(), by=cast.alice)
    actions.bring_back(lead, by=cast.alice)
    hear("lead.recycled")
    assert FollowUp.objects.count() == 0


def test_days_that_cannot_be_meant_are_refused(cast, lead):
    with pytest.raises(ValidationError, match="Choose a day after today"):
        actions.recycle(lead, until=timezone.localdate(), by=cast.alice)
    with pytest.raises(ValidationError, match="within three years"):
        actions.recycle(lead, until=timezone.localdate() + timedelta(days=2000), by=cast.alice)


def test_a_lead_at_rest_may_be_answered_for_and_let_go(cast, lead):
    actions.recycle(lead, until=day(), by=cast.alice)
    actions.qualify(again(lead), by=cast.alice, budget=2, authority=2, need=2, timeline=2)
    assert again(lead).status == "recycled"
    actions.bring_back(lead, by=cast.alice)
    assert again(lead).status == "qualified"
    actions.recycle(lead, until=day(), by=cast.alice)
    actions.disqualify(lead, reason="Closed down", by=cast.alice)
    assert (again(lead).status, again(lead).returns_on) == ("disqualified", None)


def test_what_is_a_deal_or_not_a_fit_does_not_rest(cast, lead):
    actions.disqualify(lead, reason="No fleet", by=cast.alice)
    with pytest.raises(ValidationError, match="bring it back first"):
        actions.recycle(lead, until=day(), by=cast.alice)
