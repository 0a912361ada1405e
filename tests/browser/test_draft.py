"""The page of a draft saves as one writes, and never over a part that was just added."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.proposals.conftest import deal, draft, template  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db(transaction=True)


def is_act(request):
    return request.method == "POST" and "act=" in (request.post_data or "")


def test_an_item_that_was_just_added_stays(open_page, cast, draft):  # noqa: F811 - the fixture imported above
    lines = draft.lines.count()
    page = open_page(cast.alice, reverse("proposals:proposal", args=[draft.pk]))
    waiting = []
    page.route("**/edit/", lambda route: waiting.append(route) if is_act(route.request) else route.continue_())
    page.clock.install()
    page.get_by_label("Item to add").fill("Travel")
    page.get_by_role("button", name="Add item").click()
    page.wait_for_function("() => 'acting' in document.getElementById('draft').dataset")
    page.get_by_label("Title").first.fill("Cold chain")
    page.clock.run_for(1300)  # longer than the page waits before it saves
    page.clock.resume()
    waiting[0].continue_()
    expect(page.locator("fieldset.part legend", has_text="Travel")).to_have_count(1)
    assert draft.lines.count() == lines + 1
    with page.expect_response(lambda answer: answer.url.endswith("/edit/")):
        page.get_by_label("Title").first.fill("Cold chain, again")
    expect(page.locator("#saved")).to_contain_text("Saved")
    draft.refresh_from_db()
    assert (draft.title, draft.lines.count()) == ("Cold chain, again", lines + 1)
