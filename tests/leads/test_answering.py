"""How long people wait for us, and how often we wrote without an answer."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from leads import actions
from leads.models import Arrival, Lead
from leads.queries_response import response_of
from tests.world import make_lead


def again(lead):
    return Lead.objects.get(pk=lead.pk)


def test_the_first_touch_by_a_person_is_the_response(cast, lead):
    actions.log_touch(lead, kind="note", text="Looks good", by=cast.alice)
    assert again(lead).first_response_at is None
    actions.log_touch(lead, kind="call", text="No answer", by=cast.alice)
    first = again(lead).first_response_at
    actions.log_touch(lead, kind="email", text="Sent the list", by=cast.alice)
    assert again(lead).first_response_at == first
    assert first is not None


def test_touches_are_counted_until_they_answer(as_user, cast, lead, verbs):
    client, url = as_user(cast.alice), reverse("leads:touch", args=[lead.pk])
    for kind in ("call", "email"):
        client.post(url, {"kind": kind, "text": "Fleet?"})
    assert again(lead).unanswered_touches == 2
    assert again(lead).unanswered_since is not None
    assert client.post(url, {"kind": "answer", "text": "Call me on Monday"}).status_code == 302
    answered = again(lead)
    assert (answered.unanswered_touches, answered.unanswered_since, answered.status) == (0, None, "working")
    assert answered.answered_at is not None
    assert verbs() == ["lead.call", "lead.email", "lead.answered"]
    assert "They answered" in client.get(reverse("leads:lead", args=[lead.pk])).content.decode()


def test_how_long_they_waited(as_user, cast):
    lead, now = make_lead("Kari", cast.alice), timezone.now()
    assert response_of(lead) is None
    lead.first_arrival = Arrival.objects.create(lead=lead, happened_at=now - timedelta(minutes=30))
    lead.save()
    assert response_of(lead).is_waiting is True
    lead.first_response_at = lead.first_arrival.happened_at + timedelta(minutes=12)
    lead.save()
    assert (response_of(lead).is_waiting, response_of(lead).waited) == (False, timedelta(minutes=12))
    page = as_user(cast.alice).get(reverse("leads:lead", args=[lead.pk])).content.decode()
    assert "12 min" in page
