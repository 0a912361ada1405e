"""A weekly review held by keys alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from followups.actions import set_up_kinds
from followups.models import FollowUp
from forecasting.queries.forecast import Scope
from pipeline.models import Deal
from reports.models import Decision
from reports.review.actions import begin_review
from tests.browser.test_access import findings

pytestmark = pytest.mark.django_db(transaction=True)
TITLES = ["First fleet", "Second fleet", "Third fleet", "Fourth fleet", "Fifth fleet"]


@pytest.fixture
def deals(cast, board, make_deal):
    set_up_kinds()
    close = timezone.localdate() + timedelta(days=3)
    return [
        make_deal(cast.alice, board.demo, title, amount=9000 - 1000 * place, expected_close=close)
        for place, title in enumerate(TITLES)
    ]


def on(page, title):
    expect(page.locator("#deal-title")).to_have_text(title)


def test_a_review_by_keys(open_page, cast, deals):
    page = open_page(cast.mona, "/reports/review/")
    assert findings(page) == []
    page.get_by_role("button", name="Begin the review").press("Enter")
    on(page, TITLES[0])
    assert findings(page) == []
    page.keyboard.press("k")
    on(page, TITLES[1])
    page.keyboard.press("p")
    expect(page.locator(".picks button").first).to_be_focused()
    page.keyboard.press("1")
    on(page, TITLES[2])
    page.keyboard.press("c")
    on(page, TITLES[3])
    page.keyboard.press("x")
    expect(page.locator(".picks button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".decision")).to_have_count(0)
    page.keyboard.press("x")
    expect(page.locator(".picks button").first).to_be_focused()
    page.keyboard.press("2")
    on(page, TITLES[4])
    page.keyboard.press("l")
    expect(page.locator("[type=radio]").first).to_be_focused()
    assert findings(page) == []
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Minutes of the review")
    assert findings(page) == []
    kept, pushed, committed, parked, lost = (Deal.objects.get(pk=deal.pk) for deal in deals)
    assert (kept.version, pushed.version, committed.category, lost.status) == (1, 2, "commit", "lost")
    assert parked.is_parked


def test_walking_notes_and_undo_by_keys(open_page, cast, deals):
    review = begin_review(Scope(cast.mona), by=cast.mona, op=uuid4())
    page = open_page(cast.mona, f"/reports/review/{review.pk}/1/")
    page.keyboard.press("ArrowRight")
    on(page, TITLES[1])
    page.keyboard.press("j")
    on(page, TITLES[2])
    page.keyboard.press("ArrowLeft")
    on(page, TITLES[1])
    page.keyboard.press("n")
    page.locator("textarea").fill("keep p c x l: only words")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".told")).to_contain_text("only words")
    page.keyboard.press("f")
    page.locator("[name=title]").fill("Call Kari")
    page.keyboard.press("Enter")
    expect(page.locator(".told")).to_contain_text("Alice Archer was asked: Call Kari")
    assert FollowUp.objects.get().owner == cast.alice
    page.keyboard.press("c")
    on(page, TITLES[2])
    page.keyboard.press("z")
    on(page, TITLES[1])
    assert Deal.objects.get(pk=deals[1].pk).category == ""
    assert [one.choice for one in Decision.objects.all()] == ["note", "promise", "commit", "undo"]
