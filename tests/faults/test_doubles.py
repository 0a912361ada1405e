"""Two of a kind, and clocks that differ: nothing is said twice."""

from pathlib import Path

import pytest

from tests.faults.told import assert_each_said_once, letters_sent_again, wait_for_all

FAKETIME = "/usr/lib/*/faketime/libfaketime.so.1"
SOON = {"REMINDER_TICK_SECONDS": "1", "REMINDER_LEASE_SECONDS": "10"}


def test_two_schedulers_and_two_workers_say_nothing_twice(house):
    for name in ("worker", "worker two", "beat", "beat two"):
        house.hire(name, **SOON)
    house.do("remind", 300, 10)
    wait_for_all(house, seconds=90)

    assert_each_said_once(house, 300)
    assert letters_sent_again(house) == 0


@pytest.mark.faults
def test_a_worker_whose_clock_is_five_minutes_ahead_says_nothing_twice(house):
    house.hire("worker", CELERY_VISIBILITY_TIMEOUT="60")
    house.hire("worker ahead", CELERY_VISIBILITY_TIMEOUT="60", **ahead("+300s"))
    house.hire("beat")
    house.do("remind", 300, 60)
    wait_for_all(house, seconds=180)

    assert_each_said_once(house, 300)
    assert letters_sent_again(house) == 0


def ahead(offset):
    """The environment of a process that lives in another minute than the rest."""
    found = sorted(Path("/").glob(FAKETIME[1:]))
    assert found, "libfaketime is not here: “./script/test --faults” installs it."
    return {"LD_PRELOAD": str(found[0]), "FAKETIME": offset, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
