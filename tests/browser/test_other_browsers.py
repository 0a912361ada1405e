"""The drag in WebKitGTK and Firefox: the card lands in the exact slot, on the screen and in the database."""

import shutil
from time import monotonic, sleep

import pytest
from django.conf import settings as conf

from tests.board import draw
from tests.browser.conftest import session_of
from tests.browser.others import drag_in, firefox, webkit

PATIENCE = 15


def needs(*programs):
    """Machines without these browsers (a Mac has no WebKitGTK) say so; script/test installs them on Debian."""
    missing = [program for program in programs if not shutil.which(program)]
    return pytest.mark.skipif(bool(missing), reason=f"This machine has no {', '.join(missing)}.")


@pytest.mark.parametrize(
    "start_browser",
    [
        pytest.param(webkit, id="webkit", marks=needs("WebKitWebDriver", "Xvfb")),
        pytest.param(firefox, id="firefox", marks=needs("firefox-esr")),
    ],
)
def test_a_card_lands_in_the_slot(house, cast, board, make_deal, start_browser):
    deals = {letter: make_deal(cast.alice, board.prospecting, letter, amount=1000) for letter in "ABC"}
    deals |= {letter: make_deal(cast.alice, board.demo, letter, amount=1000) for letter in "DEF"}
    with start_browser() as browser:
        browser.open(f"{house}/", conf.SESSION_COOKIE_NAME, session_of(cast.alice))
        comes_to(browser, board.prospecting, ["A", "B", "C"])
        target = box_of(browser, deals["E"])
        drag_in(browser, middle(box_of(browser, deals["B"])), upper_half(target), upper_half(target))
        comes_to(browser, board.demo, ["D", "B", "E", "F"])
        comes_to(browser, board.prospecting, ["A", "C"])
        comes_true(lambda: browser.read("document.querySelector('.toast') !== null"), True)
    assert (draw(board.prospecting), draw(board.demo)) == ("A C", "D B E F")


def comes_to(browser, stage, titles):
    shown = (
        f"[...document.querySelectorAll('#col-{stage.pk} .card:not(.pending) h3')].map(one => one.textContent.trim())"
    )
    comes_true(lambda: browser.read(shown), titles)


def comes_true(look, wanted):
    until = monotonic() + PATIENCE
    while (seen := look()) != wanted and monotonic() < until:
        sleep(0.1)
    assert seen == wanted


def box_of(browser, deal):
    return browser.read(f"document.querySelector('#deal-{deal.pk}').getBoundingClientRect()")


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + 12


def upper_half(box):
    return box["x"] + box["width"] / 2, box["y"] + 8
