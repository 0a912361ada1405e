"""Every page of the house in a real browser: silent under the strict policy, and nothing serious for axe."""

import pytest
from django.test import Client

from tests.access import address_of
from tests.access_table import TABLE
from tests.browser.conftest import PHONE
from tests.browser.test_access import findings

LOOKS = {"light": {"color_scheme": "light"}, "dark": {"color_scheme": "dark"}, "phone": PHONE}
NOT_SHOWN = ("account_logout", "account_login")  # nobody signs in or out on the round


def pages(admin, world):
    """The addresses of all whole pages an admin may look at: pieces, files and refusals are for other tests."""
    client = Client()
    client.force_login(admin)
    shown = (
        address_of(name, rule, world)
        for name, rule in TABLE.items()
        if "GET" in rule.methods and not rule.private and not rule.absent and name not in NOT_SHOWN
    )
    return [url for url in shown if is_page(client.get(url))]


def is_page(answer):
    return answer.status_code == 200 and b"</body>" in b"".join(answer)


def test_the_console_is_silent_on_every_page(open_page, cast, world, house):
    page = open_page(cast.ada, "/settings/")
    for url in pages(cast.ada, world):
        page.goto(house + url)
    assert page.locator("body").is_visible()


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_axe_finds_nothing_serious_on_any_page(open_page, cast, world, house, look):
    page = open_page(cast.ada, "/settings/", bypass_csp=True, **look)
    found = {}
    for url in pages(cast.ada, world):
        page.goto(house + url)
        found[url] = findings(page)
    assert {url: faults for url, faults in found.items() if faults} == {}
    assert len(found) > 40
