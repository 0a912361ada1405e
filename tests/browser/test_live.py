"""Several people at one board: each sees at once what the others do, and nobody hears of what is not theirs to see."""

from contextlib import closing

import pytest
from django.conf import settings as conf
from playwright.sync_api import expect

from pipeline.actions import move_deal
from tests.browser.hands import card, carry, drag_to_column, over, shows, take
from tests.timeline.live_process import Page, live_process
from timeline.live import token


@pytest.fixture
def deals(cast, board, make_deal):
    return [make_deal(cast.alice, board.prospecting, letter, amount=1000) for letter in "AB"]


NOTE_THE_DROP = "addEventListener('pointerup', () => (window.droppedAt = Date.now()))"
NOTE_THE_SIGHT = """stages => stages.forEach(stage => new MutationObserver(() => (window.seenAt = Date.now()))
    .observe(document.querySelector(`#col-${stage} .cards`), { childList: true, subtree: true }))"""


def connected(page):
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    return page


def test_two_people_see_each_other_within_a_second_without_reload(open_page, cast, board, deals):
    alice, bob = (connected(open_page(person)) for person in (cast.alice, cast.bob))
    alice.evaluate(NOTE_THE_DROP)
    bob.evaluate(NOTE_THE_SIGHT, [board.demo.pk, board.proposal.pk, board.negotiation.pk])
    delays = []
    for stage in (board.demo, board.proposal, board.negotiation):
        drag_to_column(alice, deals[0], stage)
        shows(bob, stage, "A")
        delays.append(bob.evaluate("seenAt") - alice.evaluate("droppedAt"))
    assert sorted(delays)[1] < 1000
    shows(bob, board.prospecting, "B")
    expect(bob.locator(f"#head-{board.negotiation.pk} .count")).to_have_text("1")
    drag_to_column(bob, deals[1], board.negotiation)
    shows(alice, board.negotiation, "B", "A")
    assert bob.evaluate("Boolean(seenAt)") is True


def test_a_stranger_sees_nothing_and_hears_not_a_byte(open_page, live_service, cast, board, deals, make_deal):
    own = make_deal(cast.charlie, board.demo, "His own")
    page = connected(open_page(cast.charlie))
    with closing(Page(live_service.port, token.issue(cast.charlie, board.pipeline.pk))) as ears:
        assert ears.hears_until("hello") == [("hello", {})]
        move_deal(deals[0], to=board.demo, by=cast.alice)
        move_deal(own, to=board.proposal, by=cast.charlie)
        assert [data["id"] for _kind, data in ears.hears_until("deal")] == [own.pk]
    shows(page, board.proposal, "His own")
    shows(page, board.demo)


def test_what_others_do_waits_while_a_card_is_in_the_hand(open_page, cast, board, deals):
    page = connected(open_page(cast.alice))
    take(page, deals[0])
    move_deal(deals[1], to=board.demo, by=cast.bob)
    page.wait_for_timeout(300)
    expect(card(page, deals[1])).to_be_visible()
    shows(page, board.demo)
    page.keyboard.press("Escape")
    page.mouse.up()
    shows(page, board.demo, "B")


def test_a_deal_that_is_given_away_leaves_the_board(open_page, cast, board, deals):
    page = connected(open_page(cast.alice))
    page.goto(page.url + f"?owner={cast.alice.pk}")
    connected(page)
    deals[0].owner = cast.charlie
    deals[0].save()
    page.evaluate("id => kariz.look(id)", deals[0].pk)
    shows(page, board.prospecting, "B")


def test_a_broken_line_is_said_and_caught_up(open_page, live_server, settings, cast, board, deals):
    with live_process(conf.REDIS_URL, conf.SECRET_KEY, base_url=live_server.url) as first:
        listen_at(settings, first)
        page = connected(open_page(cast.alice, expecting=["net::", "Failed to load"]))
    expect(page.locator("#offline")).to_be_visible(timeout=15_000)
    move_deal(deals[0], to=board.demo, by=cast.bob)
    with live_process(conf.REDIS_URL, conf.SECRET_KEY, base_url=live_server.url) as second:
        page.route("**/live/**", lambda route: route.continue_(url=at_port(route.request.url, first, second)))
        page.locator("#offline button").click()
        shows(page, board.demo, "A")
        expect(page.locator("#offline")).to_be_hidden()


def listen_at(settings, service):
    live = f"http://127.0.0.1:{service.port}"
    settings.LIVE_URL = f"{live}/live/"
    settings.SECURE_CSP = settings.SECURE_CSP | {"connect-src": ["'self'", live]}


def at_port(url, first, second):
    return url.replace(f":{first.port}/", f":{second.port}/")


def test_the_card_in_the_hand_and_the_place_it_goes_to_survive_a_neighbour_leaving(open_page, cast, board, make_deal):
    moved = make_deal(cast.alice, board.prospecting, "Moved")
    neighbour, last = (make_deal(cast.alice, board.demo, title, amount=1000) for title in ("Neighbour", "Last"))
    page = open_page(cast.alice)
    take(page, moved)
    carry(page, *over(page, last, "above"))
    move_deal(neighbour, to=board.close, by=cast.bob)
    page.mouse.up()
    shows(page, board.demo, "Moved", "Last")
