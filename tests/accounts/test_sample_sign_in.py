"""One-click sign-in exists in sample mode, for sample people, by POST; nowhere else."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User

DOOR = "accounts:sample-sign-in"


@pytest.fixture
def sample_alice(cast, settings):
    settings.SAMPLE_MODE = True
    User.objects.filter(pk=cast.alice.pk).update(is_sample=True)
    return cast.alice


def test_the_sign_in_page_offers_the_sample_cast(client, sample_alice, cast):
    page = client.get(reverse("account_login")).content.decode()
    assert f'name="person" value="{sample_alice.pk}"' in page
    assert f'name="person" value="{cast.bob.pk}"' not in page


def test_one_click_signs_in(client, sample_alice):
    response = client.post(reverse(DOOR), {"person": sample_alice.pk})
    assert (response.status_code, response.url) == (302, "/board/")
    assert client.session["_auth_user_id"] == str(sample_alice.pk)


@pytest.mark.parametrize("person", ["bob", "999999", "9" * 5000, "x", ""])
def test_nobody_else_is_let_in(client, sample_alice, cast, person):
    wanted = cast.bob.pk if person == "bob" else person
    assert client.post(reverse(DOOR), {"person": wanted}).status_code == 404


def test_outside_sample_mode_there_is_no_door(client, sample_alice, settings):
    settings.SAMPLE_MODE = False
    assert client.post(reverse(DOOR), {"person": sample_alice.pk}).status_code == 404
    assert reverse(DOOR) not in client.get(reverse("account_login")).content.decode()


def test_a_link_cannot_sign_in(client, sample_alice):
    assert client.get(reverse(DOOR), {"person": sample_alice.pk}).status_code == 405


def test_another_site_cannot_sign_in(sample_alice):
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse(DOOR), {"person": sample_alice.pk}).status_code == 403
