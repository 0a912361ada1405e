"""The week of a team, its holidays, and who may say so."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.hours.actions import add_holiday, set_hours
from accounts.hours.queries import AWAY, DAY_OFF, hours_of
from accounts.models import Absence, Holiday, TeamHours, User
from tests.cast import make_team
from timeline.models import Event

MONDAY, FRIDAY, SATURDAY = date(2030, 11, 18), date(2030, 11, 22), date(2030, 11, 23)
LATE = {"quiet_from": time(20), "quiet_until": time(7)}
NONE = {"quiet_from": None, "quiet_until": None}


def test_from_monday_to_friday_unless_somebody_says_otherwise(cast):
    hours = hours_of(cast.alice)
    assert [hours.why_off(day) for day in (MONDAY, FRIDAY, SATURDAY)] == ["", "", DAY_OFF]
    assert hours.next_working_day(SATURDAY) == SATURDAY + timedelta(days=2)
    assert hours_of(User(time_zone="Asia/Tehran")).working_days == frozenset(range(5))


def test_the_nearest_week_above_a_team_counts(cast):
    lisbon = make_team("Lisbon", cast.north)
    set_hours(None, working_days=[0, 1, 2, 3], **NONE, by=cast.ada)
    set_hours(cast.north, working_days=[5, 6, 0], **LATE, by=cast.mona)
    cast.bob.team = lisbon
    assert hours_of(cast.bob).working_days == {0, 5, 6}
    assert hours_of(cast.bob).quiet == (time(20), time(7))
    assert hours_of(cast.charlie).working_days == {0, 1, 2, 3}
    assert hours_of(cast.ada).quiet is None
    set_hours(lisbon, working_days=[1], **NONE, by=cast.mona)
    assert hours_of(cast.bob).working_days == {1}


def test_ones_own_quiet_hours_win(cast):
    set_hours(cast.north, working_days=[0], **LATE, by=cast.mona)
    cast.alice.quiet_from, cast.alice.quiet_until = time(12), time(13)
    assert hours_of(cast.alice).quiet == (time(12), time(13))


def test_holidays_of_all_teams_above_and_absences_are_days_off(cast):
    add_holiday(None, day=MONDAY, name="Founders’ day", by=cast.ada)
    add_holiday(cast.north, day=FRIDAY, name="Yalda", by=cast.mona)
    Absence.objects.create(user=cast.alice, first_day=FRIDAY, last_day=FRIDAY + timedelta(days=4))
    alice, charlie = hours_of(cast.alice), hours_of(cast.charlie)
    assert [alice.why_off(day) for day in (MONDAY, FRIDAY)] == [DAY_OFF, AWAY]
    assert [charlie.why_off(day) for day in (MONDAY, FRIDAY)] == [DAY_OFF, ""]
    assert alice.next_working_day(FRIDAY) == FRIDAY + timedelta(days=5)


def test_a_manager_gives_the_own_team_a_week_and_takes_it_back(as_user, cast):
    client, page = as_user(cast.mona), reverse("accounts:hours-team", args=[cast.north.pk])
    typed = {"working_days": ["5", "6", "0"], "quiet_from": "20:00", "quiet_until": "07:00"}
    assert client.post(page, typed).status_code == 302
    assert TeamHours.objects.get().working_days == [0, 5, 6]
    assert "Mon, Sat, Sun" in client.get(reverse("accounts:hours")).content.decode()
    assert client.post(reverse("accounts:hours-drop", args=[cast.north.pk])).status_code == 302
    assert TeamHours.objects.count() == 0
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == ["hours.set", "hours.dropped"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"quiet_from": "20:00", "quiet_until": "07:00"}, "Tick at least one day"),
        ({"working_days": ["0"], "quiet_from": "20:00"}, "Give both ends of the quiet hours"),
    ],
)
def test_half_a_week_is_refused_and_kept_on_the_page(as_user, cast, typed, said):
    answer = as_user(cast.mona).post(reverse("accounts:hours-team", args=[cast.north.pk]), typed)
    assert (answer.status_code, TeamHours.objects.count()) == (422, 0)
    assert said in answer.content.decode()
    assert 'value="20:00"' in answer.content.decode()


def test_managers_find_only_their_own_branch(as_user, cast):
    free = Holiday.objects.create(team=cast.south, day=MONDAY, name="Nowruz")
    client = as_user(cast.mona)
    assert client.get(reverse("accounts:hours-team", args=[cast.south.pk])).status_code == 404
    assert client.post(reverse("accounts:holiday-of-team", args=[cast.south.pk])).status_code == 404
    assert client.post(reverse("accounts:holiday-remove", args=[free.pk])).status_code == 404
    assert client.post(reverse("accounts:hours-everybody")).status_code == 403
    assert as_user(cast.alice).get(reverse("accounts:hours")).status_code == 403


def test_a_holiday_is_added_once_and_removed(as_user, cast):
    client, page = as_user(cast.ada), reverse("accounts:holiday-for-everybody")
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    assert client.post(page, {"day": day, "name": "Nowruz"}).status_code == 302
    assert "Nowruz" in client.get(reverse("accounts:hours-everybody")).content.decode()
    again = client.post(page, {"day": day, "name": "New year"})
    assert (again.status_code, "That day is free already: Nowruz." in again.content.decode()) == (422, True)
    assert client.post(page, {"day": "2020-01-01", "name": "Gone"}).status_code == 422
    assert client.post(reverse("accounts:holiday-remove", args=[Holiday.objects.get().pk])).status_code == 302
    assert Holiday.objects.count() == 0


def test_the_list_of_weeks_asks_the_same_however_many_teams_there_are(as_user, cast, django_assert_max_num_queries):
    for number in range(12):
        set_hours(make_team(f"Team {number}"), working_days=[0], **NONE, by=cast.ada)
    client = as_user(cast.ada)
    with django_assert_max_num_queries(8):
        assert client.get(reverse("accounts:hours")).status_code == 200
