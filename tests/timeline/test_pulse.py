"""Worker and scheduler leave a pulse; managers see since when there is none."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from timeline import pulse
from timeline.pulse import SCHEDULER, WORKER, Stopped
from timeline.wire import valkey

pytestmark = pytest.mark.django_db
NOON = "2026-05-04 12:00:00 +0000"


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """A process that has been up for long, and has not said anything yet."""
    monkeypatch.setattr(pulse, "started", -1000)
    monkeypatch.setattr(pulse, "beaten", {})
    valkey().delete(pulse.key_of(WORKER), pulse.key_of(SCHEDULER))


def test_who_beats_is_not_stopped():
    pulse.beat(WORKER)
    pulse.beat(SCHEDULER)
    assert pulse.stopped() == []


def test_since_when_the_scheduler_is_silent(time_machine):
    time_machine.move_to(NOON, tick=False)
    pulse.beat(SCHEDULER)
    time_machine.shift(90)
    pulse.beat(WORKER)
    assert pulse.stopped() == [Stopped(SCHEDULER, datetime(2026, 5, 4, 12, tzinfo=UTC))]


def test_who_never_came_up_is_told_once_there_was_time_for_it(monkeypatch):
    pulse.beat(WORKER)
    assert pulse.stopped() == [Stopped(SCHEDULER, None)]
    monkeypatch.setattr(pulse, "started", pulse.time.monotonic())
    assert pulse.stopped() == []


def test_a_pulse_is_left_every_few_seconds_at_most():
    kept = []
    for seconds_passed in (0, 5, 6):
        pulse.beaten = {part: moment - seconds_passed for part, moment in pulse.beaten.items()}
        pulse.beat(WORKER)
        kept.append(valkey().get(pulse.key_of(WORKER)))
    assert kept[0] == kept[1] != kept[2]


def test_managers_see_a_banner_and_reps_do_not(as_user, cast):
    valkey().set(pulse.key_of(SCHEDULER), timezone.now().timestamp() - 3600)
    pulse.beat(WORKER)
    page = as_user(cast.mona).get("/badges/").content.decode()
    assert "The scheduler has given no sign of life since" in page
    assert "The worker" not in page
    assert "no sign of life" not in as_user(cast.alice).get("/badges/").content.decode()


def test_the_machine_room_says_who_lives(as_user, cast):
    pulse.beat(WORKER)
    page = as_user(cast.mona).get("/machine-room/", follow=True).content.decode()
    assert "The scheduler has given no sign of life." in page
