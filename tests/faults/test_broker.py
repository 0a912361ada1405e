"""A broker that freezes or forgets: people go on saving, and everything is said in the end."""

import contextlib
import shutil
import time
from http.client import HTTPConnection

import pytest

from tests.faults.patience import tries
from tests.faults.told import PENDING, assert_each_said_once, letters_sent_again, wait_for_all

CSRF = "c" * 32
FREEZE, PATIENCE = 25, 3


@pytest.mark.faults
def test_while_the_broker_is_frozen_deals_are_saved_at_once_and_all_is_said_afterwards(house):
    house.do("collect")
    for name in ("worker", "beat", "web"):
        house.hire(name)
    wait_for_pages(house)
    note(house, "before")
    seconds = []
    with house.frozen("valkey"):
        until = time.monotonic() + FREEZE
        house.do("remind", 50, 1)
        while time.monotonic() < until:
            seconds.append(note(house, f"while frozen, {len(seconds)}"))
    wait_for_all(house, seconds=120)

    assert max(seconds) <= PATIENCE
    noted = "SELECT count(*) FROM timeline_event WHERE verb = 'deal.noted'"
    assert house.value(noted) == len(seconds) + 1
    assert_each_said_once(house, 50)
    assert letters_sent_again(house) == 0


def wait_for_pages(house):
    for _try in tries(60):
        with contextlib.suppress(OSError):
            return ask(house, "GET", "/healthz")
    raise AssertionError("The pages did not come up.")


def note(house, text):
    """Write a note on the deal as its page does; returns the seconds until the answer that it is kept."""
    begin = time.monotonic()
    body = f"text={text.replace(' ', '+')}"
    assert ask(house, "POST", f"/deals/{house.known['deal']}/note/", body, doors(house)) == 302
    return time.monotonic() - begin


def ask(house, method, address, body=None, headers=None):
    with contextlib.closing(HTTPConnection("127.0.0.1", house.port, timeout=30)) as line:
        line.request(method, address, body, headers or {})
        return line.getresponse().status


def doors(house):
    return {
        "Host": "kariz.example",
        "X-Forwarded-Proto": "https",
        "Referer": "https://kariz.example/",
        "Cookie": f"__Host-session={house.known['session']}; __Host-csrf={CSRF}",
        "X-CSRFToken": CSRF,
        "Content-Type": "application/x-www-form-urlencoded",
    }


@pytest.mark.faults
def test_a_broker_that_forgot_everything_is_told_again_from_the_database(house):
    house.hire("worker")
    house.hire("beat")
    house.do("remind", 300, 5)
    house.wait_until_none("SELECT count(*) = 0 FROM followups_notification", 60)
    house.kill("valkey")
    shutil.rmtree(house.valkey.home / "appendonlydir")
    assert house.value(PENDING) > 0
    house.revive("valkey")
    wait_for_all(house, seconds=180)

    assert_each_said_once(house, 300)
    assert letters_sent_again(house) == 0
