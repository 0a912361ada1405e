"""The morning letter: at one's own morning, once a day, only when the day holds something."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from accounts.hours.actions import set_hours
from accounts.models import Absence, Holiday
from followups import tasks
from followups.actions import plan_follow_up
from followups.actions.digest import send_digests
from followups.models import Habit
from timeline.models import Event, Outgoing

MONDAY = date(2030, 11, 18)
MORNING = datetime(2030, 11, 18, 7, 31, tzinfo=UTC)  # 08:31 in Berlin


@pytest.fixture
def alice(cast):
    cast.alice.time_zone = "Europe/Berlin"
    cast.alice.save()
    return cast.alice


@pytest.fixture
def call(alice, deal, kinds):
    """Alice's call on Monday at three in the afternoon."""
    due_at = datetime(2030, 11, 18, 14, tzinfo=UTC)
    return plan_follow_up(about=deal, kind=kinds["Call"], title="Call Kari", due_at=due_at, by=alice)


def letters():
    return Outgoing.objects.filter(key__startswith="digest:")


def test_a_letter_at_the_own_morning(call, alice, time_machine):
    time_machine.move_to(MORNING - timedelta(minutes=2), tick=False)
    send_digests()
    assert letters().count() == 0
    time_machine.move_to(MORNING, tick=False)
    send_digests()
    letter = letters().get()
    assert (letter.key, letter.payload["to"]) == (f"digest:{alice.pk}:2030-11-18", [alice.email])
    assert letter.payload["subject"] == "Your day: 0 overdue, 1 for today"
    assert "Today 15:00: Call Kari. Reefer fleet telemetry, Nordkyst Fisk AS" in letter.payload["text"]


def test_run_twice_it_is_one_letter_even_if_the_mark_were_lost(call, time_machine):
    time_machine.move_to(MORNING, tick=False)
    for _time in range(2):
        tasks.send_digests()
        Habit.objects.update(digested_on=None)
    assert letters().count() == 1


def test_no_letter_for_a_day_that_held_nothing_in_the_morning(alice, deal, kinds, time_machine):
    time_machine.move_to(MORNING, tick=False)
    send_digests()
    due_at = MORNING + timedelta(hours=2)
    plan_follow_up(about=deal, kind=kinds["Call"], title="Call", due_at=due_at, by=alice)
    send_digests()
    assert letters().count() == 0


@pytest.mark.parametrize("off", ["holiday", "absence", "week", "own choice"])
def test_no_letter_on_a_day_off_or_to_who_wants_none(call, alice, cast, time_machine, off):
    match off:
        case "holiday":
            Holiday.objects.create(team=cast.north, day=MONDAY, name="Founders’ day")
        case "absence":
            Absence.objects.create(user=alice, first_day=MONDAY, last_day=MONDAY)
        case "week":
            set_hours(cast.north, working_days=[1, 2, 3], quiet_from=None, quiet_until=None, by=cast.mona)
        case _:
            Habit.objects.create(user=alice, wants_digest=False)
    time_machine.move_to(MORNING, tick=False)
    send_digests()
    assert letters().count() == 0


def test_ones_own_morning_and_quiet_hours(call, alice, time_machine):
    Habit.objects.create(user=alice, morning=time(6))
    alice.quiet_from, alice.quiet_until = time(20), time(7)
    alice.save()
    time_machine.move_to(datetime(2030, 11, 18, 5, 5, tzinfo=UTC), tick=False)
    send_digests()
    assert letters().count() == 0
    time_machine.move_to(datetime(2030, 11, 18, 6, 0, tzinfo=UTC), tick=False)
    send_digests()
    assert letters().count() == 1


def test_a_morning_is_made_up_for_but_not_in_the_afternoon(call, time_machine):
    time_machine.move_to(MORNING + timedelta(hours=5), tick=False)
    send_digests()
    assert letters().count() == 0
    time_machine.move_to(MORNING + timedelta(hours=3), tick=False)
    send_digests()
    assert letters().count() == 1


def test_guests_get_none(cast, time_machine):
    time_machine.move_to(MORNING, tick=False)
    send_digests()
    assert not Habit.objects.filter(user=cast.gus).exists()


def test_the_habits_of_a_person_change_what_is_planned(as_user, alice, call):
    client = as_user(alice)
    assert client.get("/settings/reminders/").status_code == 200
    wrong = client.post("/settings/reminders/", {"remind_before": ["60"], "morning": "late"})
    assert (wrong.status_code, "Enter a valid time." in wrong.content.decode()) == (422, True)
    typed = {"remind_before": ["60", "1440"], "morning": "07:30", "wants_digest": "on"}
    assert client.post("/settings/reminders/", typed).status_code == 302
    waiting = call.reminders.pending().order_by("due_at")
    assert [reminder.lead for reminder in waiting] == ["1440", "60"]
    assert Event.objects.get(verb="person.habits_set").actor == alice
