"""The links of a reminder's mail: signed, for one act on one follow-up by one person, signed in or not."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.utils import timezone

from followups.actions import complete_follow_up, hand_over_follow_up, plan_follow_up
from followups.doors import SALT, path_of_door
from followups.letters import reminder_letter
from followups.models import FollowUp
from timeline.models import Event


@pytest.fixture
def call(cast, deal, kinds):
    """Alice's call, due in an hour."""
    due_at = (timezone.now() + timedelta(hours=1)).replace(second=0, microsecond=0)
    return plan_follow_up(about=deal, kind=kinds["Call"], title="Call Kari", due_at=due_at, by=cast.alice)


def fresh(follow_up):
    return FollowUp.objects.get(pk=follow_up.pk)


def test_looking_shows_one_button_and_changes_nothing(client, call):
    page = client.get(path_of_door(call, "done"))
    assert (page.status_code, page.content.count(b'<button class="btn')) == (200, 1)
    assert "Call Kari" in page.content.decode()
    assert fresh(call).is_planned


def test_done_from_the_mail_without_signing_in(client, call, cast):
    address = path_of_door(call, "done")
    answer = client.post(address)
    assert (answer.status_code, answer.url) == (303, f"{address}?did")
    assert fresh(call).done_at is not None
    assert Event.objects.get(verb="followup.done").actor == cast.alice
    assert "“Call Kari” is done." in client.get(answer.url).content.decode()
    assert client.post(address).status_code == 200  # a second press does nothing more


@pytest.mark.parametrize("act", ["hour", "tomorrow", "workday"])
def test_put_off_from_the_mail(client, call, act):
    assert client.post(path_of_door(call, act)).status_code == 303
    assert fresh(call).due_at >= call.due_at - timedelta(minutes=1)
    assert Event.objects.filter(verb="followup.snoozed").count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_tampered_link_finds_nothing(client, call, cast, method):
    address = path_of_door(call, "done")
    of_bob = signing.dumps([call.pk, cast.bob.pk, "done"], salt="another salt")
    for wrong in (address[:-2] + "x/", address.replace("by-mail/", "by-mail/x"), f"/follow-ups/by-mail/{of_bob}/"):
        assert getattr(client, method)(wrong).status_code == 404
    assert fresh(call).is_planned


def test_a_link_opens_nothing_for_another_person_than_its_owner(client, call, cast):
    of_charlie = signing.dumps([call.pk, cast.charlie.pk, "done"], salt=SALT)
    of_bob = signing.dumps([call.pk, cast.bob.pk, "done"], salt=SALT)
    for token in (of_charlie, of_bob):
        assert client.post(f"/follow-ups/by-mail/{token}/").status_code == 410
    mine = path_of_door(call, "done")
    hand_over_follow_up(call, to=cast.bob, by=cast.alice)
    assert client.post(mine).status_code == 410
    assert fresh(call).is_planned


def test_a_link_is_over_after_two_weeks_and_with_its_person(client, call, cast):
    address = path_of_door(call, "done")
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        page = client.get(address)
    assert (page.status_code, b"This link is over" in page.content) == (410, True)
    cast.alice.is_active = False
    cast.alice.save()
    assert client.post(address).status_code == 410
    assert fresh(call).is_planned


def test_what_is_done_already_says_so(client, call, cast):
    complete_follow_up(call, by=cast.alice)
    assert "is done." in client.get(path_of_door(call, "tomorrow")).content.decode()


def test_the_reminder_carries_the_links_and_the_page_that_explains_it(client, call):
    text = reminder_letter(call)["text"]
    links = re.findall(r"https?://[^/]+(/follow-ups/by-mail/\S+)", text)
    assert len(links) == 4
    assert client.get(links[0]).status_code == 200
    assert f"/follow-ups/{call.pk}/why/" in text
