"""The one moment nobody can guard: after the mail server said yes, before Kariz has noted it."""

import os
import signal

import pytest

from tests.faults.told import assert_each_said_once, wait_for_all


@pytest.mark.faults
def test_a_death_between_the_hand_over_and_its_note_sends_one_letter_again_under_the_same_id(house):
    house.hire("worker")
    house.hire("beat")
    house.letters.on_arrival = lambda: die_once(house)
    house.do("remind", 1, 1)
    wait_for_all(house, seconds=180)

    assert_each_said_once(house, 1)
    assert len(house.letters.came) == 2
    assert len(set(house.letters.came)) == 1


def die_once(house):
    """The letter is in the mail server's hands, and its answer never arrives."""
    house.letters.on_arrival = lambda: None
    for child in house.children("worker"):
        os.kill(child, signal.SIGKILL)
