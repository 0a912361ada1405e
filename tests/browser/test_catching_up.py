"""Lines break, machines sleep, many things happen at once: the board says so, catches up by itself, and asks little."""

import json
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from os import environ

import pytest
from django.conf import settings as conf
from playwright.sync_api import expect

from pipeline.actions import edit_deal, move_deal
from tests.browser.hands import card, carry, over, shows, take
from tests.browser.test_live import connected, listen_at
from tests.timeline.live_process import ROOT
from timeline.live.address import board_channel, board_stream
from timeline.live.publish import KEPT_EVENTS, PUBLISH, frame, publish
from timeline.wire import valkey

BROKEN = ["net::", "Failed to load"]


@pytest.fixture
def deals(cast, board, make_deal):
    return [make_deal(cast.alice, board.prospecting, letter, amount=1000) for letter in "AB"]


class LiveService:
    """A live process at one port that can be killed and started again, as a supervisor does."""

    def __init__(self, base_url):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.base_url, self.process = base_url, None

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "timeline.live.server:app", "--port", str(self.port)],
            cwd=ROOT,
            env=environ | {"REDIS_URL": conf.REDIS_URL, "SECRET_KEY": conf.SECRET_KEY, "BASE_URL": self.base_url},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def service(live_server, settings, house):
    own = LiveService(live_server.url)
    own.start()
    listen_at(settings, own)
    yield own
    own.kill()


@contextmanager
def counting(page, *words):
    """The addresses with one of these words that the page asks for."""
    seen = []

    def note(request):
        if any(word in request.url for word in words):
            seen.append(request.url)

    page.on("request", note)
    yield seen
    page.remove_listener("request", note)


def test_after_a_restart_of_the_live_process_all_missed_moves_arrive_within_five_seconds(
    service, open_page, cast, board, deals
):
    page = connected(open_page(cast.alice, expecting=BROKEN))
    service.kill()
    expect(page.locator("html")).to_have_attribute("data-live", "off")
    move_deal(deals[0], to=board.demo, by=cast.bob)
    expect(page.locator("#offline")).to_be_visible()
    assert page.locator("#offline time").inner_text() != ""
    move_deal(deals[1], to=board.proposal, by=cast.bob)
    service.start()
    began = time.monotonic()
    shows(page, board.demo, "A")
    shows(page, board.proposal, "B")
    assert time.monotonic() - began < 5
    expect(page.locator("#offline")).to_be_hidden()


def test_a_first_connection_that_is_refused_is_tried_again(service, open_page, cast, board, deals):
    refused = []

    def refuse_once(route):
        if refused:
            return route.continue_()
        refused.append(route.request.url)
        return route.fulfill(status=503)

    page = open_page(cast.alice, "/settings/", expecting=[*BROKEN, "503", "EventSource"])
    page.route("**/live/**", refuse_once)
    page.goto(page.url.replace("/settings/", "/board/"))
    connected(page)
    assert len(refused) == 1
    move_deal(deals[0], to=board.demo, by=cast.bob)
    shows(page, board.demo, "A")


def test_without_a_network_the_bar_tells_since_when_and_catches_up_by_itself(open_page, cast, board, deals):
    page = connected(open_page(cast.alice, expecting=BROKEN))
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator("#offline")).to_contain_text("No connection since")
    expect(page.locator("#offline time")).not_to_be_empty()
    move_deal(deals[0], to=board.demo, by=cast.bob)
    page.context.set_offline(False)
    shows(page, board.demo, "A")
    expect(page.locator("#offline")).to_be_hidden()


def test_a_burst_of_a_hundred_events_makes_at_most_two_requests(open_page, cast, board, deals, make_deal):
    many = [make_deal(cast.alice, board.discovery, f"Deal {number}") for number in range(20)]
    page = connected(open_page(cast.alice))
    with counting(page, "/cards/", "/board/") as requests:
        burst(board.pipeline.pk, [deal.pk for deal in many] * 5, cast.alice)
        page.wait_for_timeout(1500)
    assert 1 <= len(requests) <= 2


def burst(pipeline, ids, owner):
    """All these words at one moment, as many people at work might say them."""
    scopes, at_once = json.dumps([[owner.pk, owner.team_path]]), valkey().pipeline()
    for pk in ids:
        words = [board_channel(pipeline), scopes, frame("deal", {"id": pk}), KEPT_EVENTS]
        at_once.eval(PUBLISH, 1, board_stream(pipeline), *words)
    at_once.execute()


def test_a_bulk_of_hundreds_is_one_look_at_the_whole_board(open_page, cast, board, deals):
    page = connected(open_page(cast.alice))
    with counting(page, "/cards/", "/board/") as requests:
        move_deal(deals[0], to=board.demo, by=cast.bob)
        publish(
            board.pipeline.pk, "deals", {"ids": list(range(10_000, 10_400))}, [(cast.alice.pk, cast.alice.team_path)]
        )
        shows(page, board.demo, "A")
        page.wait_for_timeout(800)
    assert len(requests) <= 2


def test_a_tab_nobody_looks_at_hears_nothing_and_catches_up_when_seen(open_page, cast, board, deals):
    page = open_page(cast.alice, "/settings/")
    page.clock.install()
    page.goto(page.url.replace("/settings/", "/board/"))
    page.clock.run_for(1000)
    connected(page)
    look_away(page, True)
    page.clock.run_for(31_000)
    with counting(page, "/cards/", "/board/", "/live/") as requests:
        move_deal(deals[0], to=board.demo, by=cast.bob)
        page.wait_for_timeout(500)
    assert requests == []
    shows(page, board.prospecting, "A", "B")
    look_away(page, False)
    page.wait_for_timeout(500)
    page.clock.run_for(2000)
    shows(page, board.demo, "A")


def look_away(page, hidden):
    page.evaluate(
        """hidden => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


@pytest.mark.parametrize("kind", ["board", "resync"])
def test_nothing_reloads_under_a_card_in_the_hand(kind, open_page, cast, board, deals):
    page = connected(open_page(cast.alice))
    take(page, deals[0])
    carry(page, *over(page, deals[1], "below"))
    with counting(page, "/board/") as requests:
        publish(board.pipeline.pk, kind, {})
        page.wait_for_timeout(1600)
        assert requests == []
        page.keyboard.press("Escape")
        page.mouse.up()
        page.wait_for_timeout(2200)
    assert len([url for url in requests if "/token/" not in url]) == 1


def test_a_reload_waits_until_what_was_typed_is_sent(open_page, cast, board, deals):
    page = connected(open_page(cast.alice))
    page.locator(f"#col-{board.demo.pk} .add summary").click()
    page.locator(f"#col-{board.demo.pk} .add [name=title]").fill("Half a na")
    publish(board.pipeline.pk, "board", {})
    page.wait_for_timeout(1800)
    expect(page.locator(f"#col-{board.demo.pk} .add [name=title]")).to_have_value("Half a na")


def test_catching_up_leaves_columns_alone_that_did_not_change(open_page, cast, board, deals, make_deal):
    for number in range(40):
        make_deal(cast.alice, board.discovery, f"Deal {number}")
    page = connected(open_page(cast.alice))
    column = page.locator(f"#col-{board.discovery.pk}")
    column.locator(".rest").scroll_into_view_if_needed()
    expect(column.locator(".card")).to_have_count(40)
    edit_deal(deals[0], by=cast.bob, title="A renamed")
    publish(board.pipeline.pk, "resync", {})
    expect(card(page, deals[0])).to_contain_text("A renamed")
    expect(column.locator(".card")).to_have_count(40)


def test_changed_rights_close_the_stream_and_the_board_shows_what_may_be_seen_now(open_page, cast, board, deals):
    from accounts.actions.teams import set_visibility

    page = connected(open_page(cast.bob))
    shows(page, board.prospecting, "A", "B")
    set_visibility("rep", "own", by=cast.ada)
    shows(page, board.prospecting)
