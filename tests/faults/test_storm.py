"""1,000 reminders in five minutes while everything that works for them is killed, again and again."""

import random
from datetime import timedelta

import pytest

from tests.faults.house import Storm
from tests.faults.told import assert_each_said_once, lateness, letters_sent_again, p95, wait_for_all

VICTIMS = ["child", "worker", "beat", "valkey", "postgres"]
AFTER_A_FAULT = timedelta(seconds=120)


@pytest.mark.faults
def test_a_storm_of_25_kills_loses_nothing_and_says_nothing_twice(house, capsys):
    house.hire("worker")
    house.hire("beat")
    house.do("remind", 1000, 300, 15)
    storm = Storm(house, VICTIMS, kills=25, pause=9, luck=random.Random(20))
    storm.rage()
    wait_for_all(house, seconds=300)

    assert_each_said_once(house, 1000)
    assert len(storm.times) >= 20
    assert p95(after_a_fault(house, storm)) <= 120
    deaths = sum(victim != "beat" for victim, _when in storm.times)
    assert len(set(house.letters.came)) == 1000
    assert letters_sent_again(house) <= deaths
    say(house, capsys)


def after_a_fault(house, storm):
    moments = [when for _victim, when in storm.times]
    return [late for due, late in lateness(house) if any(when <= due <= when + AFTER_A_FAULT for when in moments)]


def say(house, capsys):
    with capsys.disabled():
        late = [late for _due, late in lateness(house)]
        print(f"\n{len(late)} reminders: p95 {p95(late):.1f} s late, the latest {max(late):.1f} s;", end=" ")
        print(f"{letters_sent_again(house)} of {len(house.letters.came)} letters came once more.")


@pytest.mark.faults
def test_on_a_calm_day_reminders_come_within_half_a_minute(house, capsys):
    house.hire("worker")
    house.hire("beat")
    house.do("remind", 200, 60, 15)
    wait_for_all(house, seconds=150)

    assert_each_said_once(house, 200)
    late = p95([late for _due, late in lateness(house)])
    assert late <= 30
    assert letters_sent_again(house) == 0
    say(house, capsys)
