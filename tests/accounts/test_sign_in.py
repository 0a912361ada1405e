"""The way in: e-mail and password, nobody told who is known, nobody let in twice as fast as allowed."""

import re

import pytest
from django.urls import reverse

from accounts.models import User

PASSWORD = "a long enough password"


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def test_a_person_signs_in_by_email(client, cast):
    response = sign_in(client, "Alice@tamar.example")
    assert (response.status_code, response.url) == (302, "/board/")
    assert client.session["_auth_user_id"] == str(cast.alice.pk)


def test_the_session_ends_with_the_browser_unless_asked_to_stay(client, cast):
    sign_in(client, "alice@tamar.example")
    assert client.session.get_expire_at_browser_close() is True


def test_a_kept_session_lives_fourteen_days(client, cast):
    sign_in(client, "alice@tamar.example", remember="on")
    assert client.session.get_expiry_age() == 14 * 24 * 3600


@pytest.mark.parametrize("email", ["alice@tamar.example", "nobody@tamar.example"])
def test_a_wrong_password_and_an_unknown_address_read_the_same(client, cast, email):
    page = sign_in(client, email, "not the password at all").content.decode()
    assert "The email address and/or password you specified are not correct." in page
    assert f'value="{email}"' in page


def test_a_deactivated_person_stays_out(client, cast):
    User.objects.filter(pk=cast.alice.pk).update(is_active=False)
    assert sign_in(client, "alice@tamar.example").url == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_bad_tries_are_stopped_and_a_forged_address_does_not_help(client, cast):
    for attempt in range(5):
        sign_in(client, "alice@tamar.example", f"wrong {attempt}")
    client.defaults["HTTP_X_FORWARDED_FOR"] = "10.1.2.3"
    page = sign_in(client, "alice@tamar.example").content.decode()
    assert "Too many failed login attempts. Try again later." in page


def test_nobody_signs_up(client, cast):
    page = client.get(reverse("account_signup")).content.decode()
    assert "Sign Up Closed" in page
    client.post(reverse("account_signup"), {"email": "new@tamar.example", "password1": PASSWORD})
    assert not User.objects.filter(email="new@tamar.example").exists()


@pytest.mark.parametrize("email", ["alice@tamar.example", "nobody@tamar.example"])
def test_a_forgotten_password_says_the_same_to_everybody(client, cast, email):
    response = client.post(reverse("account_reset_password"), {"email": email})
    assert (response.status_code, response.url) == (302, reverse("account_reset_password_done"))


def test_a_forgotten_password_is_replaced_by_mail(client, cast, outbox):
    client.post(reverse("account_reset_password"), {"email": "alice@tamar.example"})
    link = re.search(r"/accounts/password/reset/key/\S+", outbox()[0]["text"])[0]
    form = client.get(link, follow=True).redirect_chain[0][0]
    client.post(form, {"password1": "another long password", "password2": "another long password"})
    assert User.objects.get(pk=cast.alice.pk).check_password("another long password")


def test_the_door_may_be_read_in_another_language(client, cast):
    client.post(reverse("accounts:language"), {"language": "fa", "next": "/accounts/login/"})
    assert 'lang="fa" dir="rtl"' in client.get(reverse("account_login")).content.decode()


def test_signing_out_asks_before_and_ends_the_streams(as_user, cast, monkeypatch):
    closed = []
    monkeypatch.setattr("accounts.adapter.close_streams", closed.append)
    client = as_user(cast.alice)
    assert client.get(reverse("account_logout")).status_code == 200
    client.post(reverse("account_logout"))
    assert closed == [cast.alice]
    assert "_auth_user_id" not in client.session


def test_the_board_opens_without_a_word_about_signing_in(client, cast):
    sign_in(client, "alice@tamar.example")
    assert list(client.get(reverse("pipeline:board")).context["messages"]) == []
