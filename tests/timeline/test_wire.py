"""A dead or frozen Valkey never breaks a save and hardly slows one; a living one is poked once."""

import json
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction
from django.urls import reverse

from timeline import wire
from timeline.live.address import valkey_url
from timeline.live.publish import close_streams, newest_event, publish, publish_to_user
from timeline.log import record
from timeline.models import Event, SetAside

TASK = "timeline.tasks.catch_up"


@pytest.fixture
def frozen(own_valkey):
    own_valkey.process.send_signal(signal.SIGSTOP)
    return own_valkey


@pytest.fixture
def dead(own_valkey):
    own_valkey.stop()
    return own_valkey


def timed(act):
    began = time.monotonic()
    act()
    return time.monotonic() - began


def queued_tasks():
    return [json.loads(message)["headers"]["task"] for message in wire.valkey().lrange("celery", 0, -1)]


def save(cast, **more):
    with transaction.atomic():
        record("deal.moved", cast.north, by=cast.ada, live={"board": 1, "id": 7}, **more)
        record("deal.edited", cast.north, by=cast.ada, live={"board": 1, "id": 7}, **more)


@pytest.mark.django_db(transaction=True)
class TestPokes:
    def test_many_commits_make_one_poke_until_the_worker_has_come(self, cast, own_valkey):
        for _ in range(5):
            save(cast)
        assert queued_tasks() == [TASK]
        wire.poke_arrived(TASK)
        save(cast)
        assert queued_tasks() == [TASK, TASK]

    def test_a_rolled_back_part_does_not_swallow_the_poke_of_the_rest(self, cast, own_valkey):
        with transaction.atomic():
            with transaction.atomic():
                record("deal.moved", cast.north, by=cast.ada)
                transaction.set_rollback(True)
            record("deal.moved", cast.north, by=cast.ada)
        assert queued_tasks() == [TASK]

    def test_nothing_is_poked_by_what_is_rolled_back(self, cast, own_valkey):
        with transaction.atomic():
            record("deal.moved", cast.north, by=cast.ada)
            transaction.set_rollback(True)
        assert queued_tasks() == []


@pytest.mark.django_db(transaction=True)
class TestFrozen:
    def test_a_save_is_committed_within_three_seconds_and_the_next_ones_at_once(self, cast, frozen):
        assert timed(lambda: save(cast)) < 3
        assert timed(lambda: save(cast)) < 0.5
        assert Event.objects.count() == 4

    def test_so_is_a_page_that_saves(self, cast, as_user, frozen):
        event = record("deal.broken", cast.north, by=cast.ada)
        wire.breaker.closed_from = 0.0
        failure = SetAside.objects.create(listener="ears", event=event, parked=True)
        client, address = as_user(cast.mona), reverse("timeline:event-again", args=[failure.pk])
        assert timed(lambda: client.post(address)) < 3
        failure.refresh_from_db()
        assert failure.parked is False

    def test_many_at_once_do_not_wait_for_each_other(self, cast, frozen):
        with ThreadPoolExecutor(8) as people:
            assert timed(lambda: list(people.map(lambda _: wire.poke(TASK), range(8)))) < 3

    def test_it_speaks_again_when_the_broker_does(self, cast, frozen):
        save(cast)
        frozen.process.send_signal(signal.SIGCONT)
        save(cast)
        assert queued_tasks() == []  # the line still rests
        wire.breaker.closed_from = 0.0
        save(cast)
        assert queued_tasks() == [TASK]


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_breaks_no_save(cast, dead):
    assert timed(lambda: save(cast)) < 3
    assert Event.objects.count() == 2


def test_a_dead_broker_breaks_no_word(dead):
    for say in (
        lambda: publish(1, "deal", {}),
        lambda: publish_to_user(1),
        lambda: newest_event(1),
        lambda: wire.poke(TASK),
    ):
        wire.breaker.closed_from = 0.0
        assert not say()


@pytest.mark.django_db
def test_closing_streams_with_a_dead_broker_breaks_no_sign_out(cast, dead):
    assert close_streams(cast.alice) is None


@pytest.mark.parametrize(
    ("celerys", "redis_pys"),
    [
        ("redis://:pw@127.0.0.1:6379/0", "redis://:pw@127.0.0.1:6379/0"),
        ("redis+socket:///tmp/a b/v.sock?virtual_host=2", "unix:///tmp/a b/v.sock?db=2"),
        ("redis+socket://:pw@/tmp/v.sock", "unix://:pw@/tmp/v.sock?db=0"),
    ],
)
def test_both_ways_to_write_the_address(celerys, redis_pys):
    assert valkey_url(celerys) == redis_pys
