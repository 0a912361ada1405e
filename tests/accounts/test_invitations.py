"""Invitations: one link, seven days, once."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Invitation, User
from timeline.models import Event

INVITE = "accounts:invite"
NEW = {"invite-email": "New@tamar.example", "invite-role": "rep", "invite-team": ""}
ANSWER = {"name": "Nadia New", "password": "a sentence to remember", "time_zone": "Europe/Berlin"}


@pytest.fixture
def link(cast):
    """The address of a fresh invitation into team North."""
    _invitation, link = actions.invite_person(email="new@tamar.example", role="rep", team=cast.north, by=cast.ada)
    return re.search(r"/join/.+/", link)[0]


def test_the_link_is_mailed_shown_once_and_kept_only_as_a_hash(as_user, cast, outbox):
    client = as_user(cast.ada)
    response = client.post(reverse(INVITE), NEW)
    link = re.search(r'value="(http\S+/join/\S+/)"', response.content.decode())[1]
    assert response.status_code == 201
    assert outbox()[0]["to"] == ["New@tamar.example"]
    assert link in outbox()[0]["text"]
    token = link.rstrip("/").rpartition("/")[2]
    assert token not in str(Invitation.objects.values().get())
    assert token not in str(list(Event.objects.values()))
    assert link not in client.get(reverse("accounts:people")).content.decode()


def test_whoever_opens_it_joins_where_they_were_invited(client, cast, link):
    assert client.get(link).status_code == 200
    response = client.post(link, ANSWER)
    person = User.objects.get(email="new@tamar.example")
    assert (response.status_code, response.url) == (302, "/board/")
    assert (person.name, person.time_zone) == ("Nadia New", "Europe/Berlin")
    assert (person.role, person.team) == ("rep", cast.north)
    assert client.session["_auth_user_id"] == str(person.pk)


def test_it_opens_once(client, cast, link):
    client.post(link, ANSWER)
    client.logout()
    assert client.get(link).status_code == 404
    assert client.post(link, ANSWER).status_code == 404
    assert "This invitation is over" in client.get(link).text


def test_it_ends_after_seven_days(client, cast, link, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=7, minutes=1))
    assert client.get(link).status_code == 404


def test_a_revoked_or_forged_link_opens_nothing(as_user, client, cast, link):
    actions.revoke_invitation(Invitation.objects.get(), by=cast.ada)
    assert client.get(link).status_code == 404
    assert client.get(reverse("accounts:join", args=["forged"])).status_code == 404


def test_a_second_invitation_replaces_the_first(client, cast, link):
    actions.invite_person(email="new@tamar.example", role="manager", team=None, by=cast.ada)
    assert client.get(link).status_code == 404


def test_who_is_here_already_is_not_invited(as_user, cast):
    response = as_user(cast.ada).post(reverse(INVITE), NEW | {"invite-email": "ALICE@tamar.example"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "already has an account" in page
    assert 'value="ALICE@tamar.example"' in page


@pytest.mark.parametrize("password", ["short", "password1234", "new@tamar.example"])
def test_a_weak_password_is_refused_and_the_name_kept(client, cast, link, password):
    response = client.post(link, ANSWER | {"password": password})
    assert response.status_code == 422
    assert "Nadia New" in response.content.decode()
    assert not User.objects.filter(email="new@tamar.example").exists()


def test_only_admins_invite(as_user, cast):
    assert as_user(cast.mona).post(reverse(INVITE), NEW).status_code == 403
    assert as_user(cast.ada).get(reverse(INVITE)).status_code == 405
    assert not Invitation.objects.filter(expires_at__gt=timezone.now()).exists()
