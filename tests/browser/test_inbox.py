"""The inbox by keys and by hand: walking, choosing, assigning, and taking it back."""

import pytest
from playwright.sync_api import expect

from leads.models import Lead
from tests.browser.conftest import PHONE
from tests.browser.test_access import findings
from tests.world import make_lead


@pytest.fixture
def leads(cast, board):
    """Ana scores highest, then Bea, then Cem whom nobody has."""
    owners = {"Ana": cast.alice, "Bea": cast.alice, "Cem": None}
    return {
        name: make_lead(name, owner, score=90 - 10 * place, source="Fair")
        for place, (name, owner) in enumerate(owners.items())
    }


def owner_of(lead):
    lead.refresh_from_db()
    return lead.owner and lead.owner.name


def test_leads_are_chosen_and_assigned_by_keys_and_given_back_by_z(open_page, cast, leads):
    page = open_page(cast.alice, "/leads/")
    for key in ("j", "x", "k", "x"):
        page.keyboard.press(key)
    expect(page.locator("#bulk output")).to_have_text("2 selected")
    page.keyboard.press("e")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Owner").select_option("Bob Baker")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Assign 2 leads").click()
    expect(page.locator(".toast")).to_contain_text("Gave 2 leads to Bob Baker")
    assert [owner_of(lead) for lead in leads.values()] == ["Bob Baker", "Bob Baker", None]
    page.keyboard.press("z")
    expect(page.locator(".toast")).to_contain_text("Undone: 2 leads are as before")
    assert [owner_of(lead) for lead in leads.values()] == ["Alice Archer", "Alice Archer", None]


def test_escape_lets_go_and_enter_opens(open_page, cast, leads):
    page = open_page(cast.alice, "/leads/")
    page.keyboard.press("x")
    expect(page.locator("#bulk")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#bulk")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Cem", level=1)).to_be_visible()


def test_e_alone_assigns_the_row_one_stands_on(open_page, cast, leads):
    page = open_page(cast.alice, "/leads/")
    page.keyboard.press("e")
    expect(page.get_by_role("dialog")).to_contain_text("Assign 1 lead")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="New lead")).to_be_visible()


def test_the_head_chooses_the_page_and_the_bar_all_of_the_filter(open_page, cast, leads):
    page = open_page(cast.alice, "/leads/?source=Fair")
    page.get_by_label("Choose all on this page").check()
    expect(page.locator("#bulk output")).to_have_text("3 selected")
    page.locator("#bulk").get_by_text("Select all 3").click()
    page.locator("#bulk").get_by_role("button", name="Not a fit").click()
    page.get_by_role("dialog").get_by_label("Why not?").fill("too small")
    page.get_by_role("dialog").get_by_role("button", name="Not a fit: 3 leads").click()
    expect(page.locator(".toast")).to_contain_text("3 leads are not a fit")
    assert set(Lead.objects.values_list("status", flat=True)) == {"disqualified"}


def test_the_list_goes_on_as_one_scrolls(open_page, cast, leads):
    for number in range(60):
        make_lead(f"Lead {number}", cast.alice)
    page = open_page(cast.alice, "/leads/")
    expect(page.locator("[data-keys-item]")).to_have_count(50)
    page.mouse.wheel(0, 9000)
    expect(page.locator("[data-keys-item]")).to_have_count(63)


@pytest.mark.parametrize("options", [{}, PHONE, {"java_script_enabled": False}])
def test_one_takes_a_lead_nobody_has(open_page, cast, leads, options):
    page = open_page(cast.alice, "/leads/?tab=unassigned", **options)
    page.locator("[data-keys-item]").get_by_role("button", name="Take it").click()
    expect(page.locator(".toast")).to_contain_text("Cem is yours")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("Undone: Cem is as before")


def test_without_a_script_leads_are_chosen_and_labelled(open_page, cast, leads):
    page = open_page(cast.alice, "/leads/", java_script_enabled=False)
    page.get_by_label("Choose Ana").check()
    page.locator("#bulk").get_by_role("button", name="Label").click()
    page.get_by_label("Label").select_option("Warm")
    page.get_by_role("button", name="Label 1 lead").click()
    expect(page.locator(".toast")).to_contain_text("Labelled Ana Warm")


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"])
def test_axe_finds_nothing_serious_while_leads_are_chosen(open_page, cast, leads, look):
    page = open_page(cast.alice, "/leads/", bypass_csp=True, **look)
    page.get_by_label("Choose Ana").check()
    page.locator("[data-keys-item] .menu summary").first.click()
    assert findings(page) == []
