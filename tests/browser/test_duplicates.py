"""Likely doubles in a real browser: told while typing, compared and merged by keys, taken back by Z, on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from leads.duplicates.pairs import find_pairs
from leads.models import Lead, LikelyPair
from tests.browser.conftest import PHONE
from tests.browser.test_access import findings
from tests.world import make_lead


@pytest.fixture
def lead(cast):
    facts = {"email": "kasia@kowalczyk.example", "company_name": "Kowalczyk Transport", "source": "Fair"}
    return make_lead("Katarzyna Kowalczyk", cast.alice, score=81, **facts)


@pytest.fixture
def pair(cast, lead):
    make_lead("Kasia Kowalczyk", cast.bob, score=20, email=lead.email, job_title="Director")
    find_pairs([f"lead:{lead.pk}"])
    return LikelyPair.objects.get()


def tab_to(page, name):
    """Press Tab until the focus stands on something of this name."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if name in page.evaluate("(document.activeElement.ariaLabel || document.activeElement.textContent).trim()"):
            return
    raise AssertionError(f"Tab never came to {name}")


def test_compared_and_merged_by_keys_and_taken_back_by_z(open_page, cast, board, lead, pair):
    page = open_page(cast.alice, reverse("leads:list"))
    strip = page.locator(".dupstrip")
    expect(strip).to_contain_text("Same email as Kasia Kowalczyk, lead of Bob Baker. 96% match.")
    tab_to(page, "Compare")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Is this the same?")).to_be_visible()
    expect(page.get_by_label("Job title: Director")).to_be_checked()
    tab_to(page, "Name: Katarzyna Kowalczyk")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Name: Kasia Kowalczyk")).to_be_checked()
    page.keyboard.press("Enter")
    page.wait_for_url("**/leads/**")
    expect(page.locator(".toast")).to_contain_text("Merged")
    kept = Lead.objects.visible_to(cast.ada).get()
    assert (kept, kept.name, kept.job_title) == (lead, "Kasia Kowalczyk", "Director")
    page.keyboard.press("z")
    expect(page.locator(".toast")).to_contain_text("Taken apart again.")
    assert list(Lead.objects.visible_to(cast.ada).order_by("pk").values_list("name", flat=True)) == [
        "Katarzyna Kowalczyk",
        "Kasia Kowalczyk",
    ]


def test_not_the_same_goes_and_comes_back(open_page, cast, board, pair):
    page = open_page(cast.alice, reverse("leads:list"))
    page.get_by_role("button", name="Not the same").click()
    expect(page.locator(".toast")).to_contain_text("are not the same")
    expect(page.locator(".dupstrip")).to_have_count(0)
    page.locator(".toast .undo").click()
    expect(page.locator(".dupstrip")).to_have_count(1)


def test_a_writer_is_told_while_typing(open_page, cast, board, lead):
    page = open_page(cast.alice, reverse("leads:new"))
    page.get_by_label("Name", exact=True).fill("Kasia Kowalczyk")
    page.get_by_label("Email").fill("kasia@kowalczyk.example")
    notice = page.locator(".dupnotice")
    expect(notice).to_contain_text("Same email as Katarzyna Kowalczyk, lead of Alice Archer. 96% match.")
    page.get_by_role("button", name="Add lead").click()
    page.wait_for_url("**/leads/*/")
    assert Lead.objects.count() == 2


def test_several_are_chosen_and_merged_by_keys_and_taken_back(open_page, cast, board, lead, pair):
    third = make_lead("K. Kowalczyk", cast.alice, score=10, industry="Haulage")
    page = open_page(cast.alice, reverse("leads:list"))
    page.keyboard.press("x")
    for _row in range(2):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.locator("#bulk output")).to_have_text("3 selected")
    page.keyboard.press("m")
    expect(page.get_by_role("heading", name="Are these 3 the same?")).to_be_visible()
    expect(page.get_by_label("Industry: Haulage")).to_be_checked()
    page.get_by_label("Name: K. Kowalczyk").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("into Katarzyna Kowalczyk")
    kept = Lead.objects.visible_to(cast.ada).get()
    assert (kept, kept.name, kept.job_title, kept.industry) == (lead, third.name, "Director", "Haulage")
    page.keyboard.press("z")
    expect(page.locator(".toast")).to_contain_text("Taken apart again.")
    assert Lead.objects.visible_to(cast.ada).count() == 3


def test_m_compares_the_row_one_stands_on_and_the_mouse_merges(open_page, cast, board, lead, pair):
    page = open_page(cast.alice, reverse("leads:list"))
    page.keyboard.press("m")
    expect(page.get_by_role("heading", name="Is this the same?")).to_be_visible()
    page.get_by_text("Kasia Kowalczyk", exact=True).last.click()
    page.get_by_role("button", name="Merge").click()
    expect(page.locator(".toast")).to_contain_text("Merged Kasia Kowalczyk into Katarzyna Kowalczyk")
    assert Lead.objects.visible_to(cast.ada).get().name == "Kasia Kowalczyk"
    page.locator(".toast .undo").click()
    expect(page.locator(".dupstrip")).to_have_count(1)


LOOKS = pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"])


@LOOKS
@pytest.mark.parametrize("many", [2, 3])
def test_side_by_side_fits_and_says_all_aloud(open_page, cast, board, lead, pair, look, many):
    make_lead("K. Kowalczyk", cast.alice, industry="Haulage")
    ids = ",".join(str(pk) for pk in Lead.objects.values_list("pk", flat=True))
    url = reverse("leads:compare", args=[pair.pk]) if many == 2 else f"{reverse('leads:merge-many')}?ids={ids}"
    page = open_page(cast.alice, url, bypass_csp=True, **look)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert findings(page) == []


@LOOKS
def test_the_list_and_the_notice_say_all_aloud(open_page, cast, board, lead, pair, look):
    page = open_page(cast.alice, reverse("leads:duplicates"), bypass_csp=True, **look)
    assert findings(page) == []
    page.goto(page.url.replace(reverse("leads:duplicates"), reverse("leads:new")))
    page.get_by_label("Email").fill(lead.email)
    page.get_by_label("Name", exact=True).fill(lead.name)
    expect(page.locator(".dupnotice")).to_contain_text("Same email as")
    assert findings(page) == []


def test_without_a_script_the_strip_merges(open_page, cast, board, lead, pair):
    page = open_page(cast.alice, reverse("leads:list"), java_script_enabled=False)
    page.locator(".dupstrip").get_by_role("button", name="Merge").click()
    expect(page.locator(".toast")).to_contain_text("Merged Kasia Kowalczyk into Katarzyna Kowalczyk")
    assert Lead.objects.visible_to(cast.ada).get() == lead
