"""One’s own preferences and sessions."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User

SETTINGS = "accounts:settings"
WISHES = {"name": "Alice A.", "time_zone": "Asia/Kuala_Lumpur", "language": "en", "theme": "dark"}


def sign_in(person, **more):
    browser = Client()
    told = {"login": person.email, "password": "a long enough password", **more}
    browser.post(reverse("account_login"), told)
    return browser


def test_preferences_are_kept(as_user, cast):
    wishes = WISHES | {"quiet_from": "20:00", "quiet_until": "07:30"}
    assert as_user(cast.alice).post(reverse(SETTINGS), wishes).status_code == 302
    alice = User.objects.get(pk=cast.alice.pk)
    assert (alice.name, alice.time_zone, alice.theme) == ("Alice A.", "Asia/Kuala_Lumpur", "dark")
    assert (alice.quiet_from.hour, alice.quiet_until.minute) == (20, 30)


def test_half_a_quiet_time_is_asked_about(as_user, cast):
    response = as_user(cast.alice).post(reverse(SETTINGS), WISHES | {"quiet_from": "20:00"})
    assert response.status_code == 422
    assert "Give both ends of the quiet hours" in response.content.decode()


def test_a_role_cannot_be_given_to_oneself(as_user, cast):
    as_user(cast.alice).post(reverse(SETTINGS), WISHES | {"role": "admin", "email": "x@y.example"})
    alice = User.objects.get(pk=cast.alice.pk)
    assert (alice.role, alice.email) == ("rep", "alice@tamar.example")


def test_pages_are_in_the_language_and_theme_of_the_reader(as_user, cast):
    User.objects.filter(pk=cast.alice.pk).update(language="fa", theme="dark")
    page = as_user(cast.alice).get(reverse(SETTINGS)).content.decode()
    assert '<html lang="fa" dir="rtl" data-theme="dark">' in page


def test_browsers_are_listed_and_ended(cast):
    here, there = sign_in(cast.alice), sign_in(cast.alice)
    page = here.get(reverse("usersessions_list")).content.decode()
    assert page.count("/end/") == 2
    session = UserSession.objects.get(session_key=there.session.session_key)
    here.post(reverse("accounts:session-end", args=[session.pk]))
    assert there.get(reverse(SETTINGS)).status_code == 302
    assert here.get(reverse(SETTINGS)).status_code == 200


def test_all_others_are_ended(cast):
    here, there = sign_in(cast.alice), sign_in(cast.alice)
    here.post(reverse("accounts:sessions-end"))
    assert there.get(reverse(SETTINGS)).status_code == 302
    assert here.get(reverse(SETTINGS)).status_code == 200


def test_nobody_ends_the_session_of_another(cast, as_user):
    sign_in(cast.alice)
    session = UserSession.objects.get(user=cast.alice)
    assert as_user(cast.ada).post(reverse("accounts:session-end", args=[session.pk])).status_code == 404


@pytest.mark.parametrize(
    ("remember", "hours", "status"), [("", 7.9, 200), ("", 8.1, 302), ("on", 8.1, 200), ("on", 24 * 14 + 0.1, 302)]
)
def test_an_idle_session_ends(cast, time_machine, remember, hours, status):
    time_machine.move_to("2026-11-20T08:00:00Z", tick=False)
    browser = sign_in(cast.alice, remember=remember)
    time_machine.shift(timedelta(hours=hours))
    assert browser.get(reverse(SETTINGS)).status_code == status


def test_even_a_busy_session_ends_after_fourteen_days(cast, time_machine):
    time_machine.move_to("2026-11-01T08:00:00Z", tick=False)
    browser, days = sign_in(cast.alice, remember="on"), 0
    while browser.get(reverse(SETTINGS)).status_code == 200:
        time_machine.shift(timedelta(days=1))
        days += 1
    assert days == 15


def test_looking_again_does_not_write_the_session(cast):
    browser = sign_in(cast.alice)
    browser.get(reverse(SETTINGS))
    with CaptureQueriesContext(connection) as queries:
        browser.get(reverse(SETTINGS))
    assert [query["sql"] for query in queries if query["sql"].startswith("UPDATE")] == []


def test_every_page_declines_powers_it_does_not_need(client, db):
    response = client.get(reverse("account_login"))
    assert response.headers["Permissions-Policy"].startswith("camera=(), microphone=(), geolocation=()")
