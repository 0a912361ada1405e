"""A rule is written and tried on a phone too."""

import pytest

from followups.models import Rule
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_button_of_a_rule_lies_beside_the_screen(open_page, cast, board):
    acts = [{"act": "tell", "given": {"whom": "manager", "text": "look at it"}}]
    rule = Rule.objects.create(name="Big proposals", trigger="stage.entered", stage=board.demo, acts=acts)
    page = open_page(cast.ada, f"/settings/rules/{rule.pk}/", **PHONE)
    assert page.get_by_role("button", name="Take out of use").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
