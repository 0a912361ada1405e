"""The pages of keys and of who is away."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.keys.actions import find_key
from accounts.models import Absence, ApiKey
from timeline.models import Event

KEYS, AWAY = "/settings/programs/", "/settings/away/"


def test_a_key_is_shown_once_and_can_be_revoked(as_user, cast):
    client = as_user(cast.ada)
    page = client.post(KEYS, {"name": "Website", "owner": cast.ada.pk, "scopes": "leads.capture", "last_day": ""})
    assert page.status_code == 201
    words = re.search(r'value="(kariz_[^"]+)"', page.content.decode())[1]
    key = ApiKey.objects.get()
    assert find_key(words) == key
    assert words not in client.get(KEYS).content.decode()
    assert client.post(reverse("accounts:api-key-revoke", args=[key.pk])).status_code == 302
    assert find_key(words) is None
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == ["key.made", "key.revoked"]


def test_a_key_without_a_name_or_for_a_day_that_is_over(as_user, cast):
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    page = as_user(cast.ada).post(
        KEYS, {"name": "", "owner": cast.ada.pk, "scopes": "leads.capture", "last_day": yesterday}
    )
    assert page.status_code == 422
    assert "Name the program" in page.content.decode()
    assert "That day is over." in page.content.decode()
    assert ApiKey.objects.count() == 0


def test_a_key_ends_with_its_last_day(as_user, cast):
    today = timezone.localdate()
    as_user(cast.ada).post(KEYS, {"name": "W", "owner": cast.ada.pk, "scopes": "leads.capture", "last_day": today})
    assert ApiKey.objects.valid().count() == 1
    assert timezone.localdate(ApiKey.objects.get().expires_at) == today + timedelta(days=1)


def test_who_is_away_is_written_down_and_taken_back(as_user, cast):
    client, today = as_user(cast.ada), timezone.localdate()
    days = {"user": cast.bob.pk, "first_day": today, "last_day": today + timedelta(days=4), "note": "Alps"}
    assert client.post(AWAY, days).status_code == 302
    assert "Alps" in client.get(AWAY).content.decode()
    assert client.post(reverse("accounts:absence-remove", args=[Absence.objects.get().pk])).status_code == 302
    assert Absence.objects.count() == 0
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == ["person.away", "person.not_away"]


def test_an_absence_that_ends_before_it_begins(as_user, cast):
    today = timezone.localdate()
    days = {"user": cast.bob.pk, "first_day": today, "last_day": today - timedelta(days=1), "note": "Alps"}
    page = as_user(cast.ada).post(AWAY, days)
    assert page.status_code == 422
    assert "The last day comes before the first." in page.content.decode()
    assert 'value="Alps"' in page.content.decode()
