"""Everybody can read the board: axe finds nothing serious in light, in dark, and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from tests.browser.conftest import PHONE

SERIOUS = ("serious", "critical")


@pytest.fixture
def deals(cast, board, make_deal):
    board.demo.soft_limit = 1
    board.demo.save()
    for number in range(4):
        make_deal(
            cast.alice, board.demo, f"Deal {number}", amount=1000, next_step_at=[None, timezone.now()][number % 2]
        )


def findings(page):
    """What axe calls serious, each with the first place it was found in."""
    results = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in results if one["impact"] in SERIOUS]


@pytest.mark.parametrize(
    "look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"]
)
def test_nothing_serious_on_the_board_and_in_its_menu(open_page, cast, board, deals, look):
    page = open_page(cast.alice, bypass_csp=True, **look)
    assert findings(page) == []
    card = page.locator(".card").first
    card.hover()
    card.locator(".dots").click()
    page.get_by_role("dialog").wait_for()
    assert findings(page) == []


def test_nothing_serious_on_an_empty_board(open_page, cast, board):
    assert findings(open_page(cast.alice, bypass_csp=True)) == []
