"""Whatever is killed, whenever: each reminder is said, and said once."""

import os
import time
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from config.stack.services import Service, python
from config.stack.valkey import Valkey
from followups.models import FollowUp, Notification, Reminder
from timeline.models import Outgoing

CELERY = python("-m", "celery", "-A", "config.celery")
PATIENCE = 90


@pytest.fixture
def valkey(tmp_path):
    """A broker of the test's own, that keeps what it was told in its file."""
    server = Valkey(tmp_path / "valkey", log=tmp_path / "valkey.log", password="word")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def machine(transactional_db, valkey, tmp_path):
    """Real processes by name, each of them to be killed."""
    env = os.environ | {
        "DATABASE_URL": address_of_test_database(),
        "REDIS_URL": valkey.url,
        "KARIZ_DATA": str(tmp_path / "data"),
        "CELERY_VISIBILITY_TIMEOUT": "5",
        "REMINDER_TICK_SECONDS": "1",
        "REMINDER_LEASE_SECONDS": "5",
        "LOG_LEVEL": "WARNING",
    }
    worker = [*CELERY, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle"]
    services = {
        "worker": Service("worker", worker, env, tmp_path / "worker.log"),
        "beat": Service("beat", [*CELERY, "beat", "--pidfile="], env, tmp_path / "beat.log"),
    }
    for service in services.values():
        service.start()
    yield services | {"valkey": valkey}
    for service in services.values():
        service.process.kill()
        service.see_stopped()


def address_of_test_database():
    address = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(address._replace(path=f"/{connection.settings_dict['NAME']}"))


@pytest.fixture
def reminders(cast, deal, kinds, works_every_day):
    """200 reminders of Alice’s, none of them due yet."""
    tomorrow = timezone.now() + timedelta(days=1)
    facts = {"kind": kinds["Call"], "deal": deal, "owner": cast.alice, "due_at": tomorrow}
    calls = FollowUp.objects.bulk_create(FollowUp(title=f"Call {number}", **facts) for number in range(1, 201))
    planned = Reminder.objects.bulk_create(Reminder(follow_up=call, due_at=tomorrow) for call in calls)
    return [reminder.pk for reminder in planned]


@pytest.mark.django_db(transaction=True)
def test_200_reminders_survive_the_death_of_beat_worker_and_broker(reminders, machine):
    for victim in ("beat", "worker", "valkey"):
        make_due(reminders, 40)
        wait_for_more_said(f"the midst of a batch, before {victim} dies")
        kill(machine[victim])
        make_due(reminders, 20)
        machine[victim].start()
    make_due(reminders, 20)
    wait_for(lambda: not Reminder.objects.pending().exists(), "the last reminder")

    said = Notification.objects.values_list("text", flat=True)
    assert sorted(text.split(",")[0] for text in said) == sorted(f"Call {number}" for number in range(1, 201))
    assert Reminder.objects.filter(state=Reminder.State.DONE).count() == 200
    assert Outgoing.objects.count() == 200
    assert Outgoing.objects.values("payload__subject").distinct().count() == 200


def make_due(reminders, count):
    """Let the next `count` reminders be due now; what is left stays in the list."""
    batch, reminders[:] = reminders[:count], reminders[count:]
    Reminder.objects.filter(pk__in=batch).update(due_at=Now())


def wait_for_more_said(what):
    said = Notification.objects.count()
    wait_for(lambda: Notification.objects.count() > said, what)


def kill(server):
    """With -9, in the midst of its work; whatever it had started lives or dies by itself."""
    server.process.kill()
    server.process.wait()


def wait_for(is_so, what):
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, f"Waited {PATIENCE} s for {what}."
        time.sleep(0.005)
