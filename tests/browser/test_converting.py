"""From the lead to the deal and back by keyboard alone; companies and contacts on a desk and a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from leads.actions import create_company, create_lead
from leads.models import Company, Contact, Lead
from pipeline.models import Deal
from tests.browser.conftest import PHONE


@pytest.fixture
def lead(cast, board):
    facts = {"email": "mwana@dar.example", "company_name": "Dar Freight", "notes": "180 trucks"}
    return create_lead(by=cast.alice, owner=cast.alice, name="Mwana Kapinga", **facts)


def press_until(page, locator, key="Tab"):
    """Walk by keyboard until something has the focus."""
    for _step in range(60):
        if locator.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError("the keyboard never got there")


def test_a_lead_becomes_a_deal_and_a_lead_again_by_keyboard(open_page, cast, lead):
    page = open_page(cast.alice, reverse("leads:lead", args=[lead.pk]))
    press_until(page, page.get_by_role("link", name="Convert to deal"))
    page.keyboard.press("Enter")
    press_until(page, page.get_by_label("Title"))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Fleet of 180")
    press_until(page, page.get_by_label("Make the contact Mwana Kapinga"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/deals/*/")
    expect(page.locator("h1")).to_have_text("Fleet of 180")
    expect(page.get_by_role("status")).to_contain_text("Mwana Kapinga is a deal now.")
    assert (Deal.objects.get().company.name, Lead.objects.get().status) == ("Dar Freight", "converted")
    page.keyboard.press("z")
    page.wait_for_url(f"**/leads/{lead.pk}/")
    expect(page.get_by_role("status")).to_contain_text("Mwana Kapinga is a lead again")
    assert (Deal.objects.count(), Company.objects.count(), Contact.objects.count()) == (0, 0, 0)
    assert Lead.objects.get().status == "new"


def test_a_gate_asks_on_the_same_page_without_a_script(open_page, cast, board, lead):
    url = reverse("pipeline:convert-lead", args=[lead.pk])
    page = open_page(cast.alice, url, java_script_enabled=False, expecting=["422"])
    page.get_by_label("Stage").select_option("Discovery")
    page.get_by_role("button", name="Convert to deal").click()
    expect(page.locator("legend", has_text="Discovery needs")).to_be_visible()
    for topic in page.locator("form fieldset fieldset").all():
        topic.get_by_label("Confirmed").check()
    page.get_by_role("button", name="Convert to deal").click()
    page.wait_for_url("**/deals/*/")
    assert Deal.objects.get().stage == board.discovery


@pytest.mark.parametrize("options", [{}, PHONE, {"java_script_enabled": False}], ids=["desk", "phone", "no script"])
def test_facts_of_a_company_are_changed_in_place(open_page, cast, board, options):
    company = create_company(by=cast.alice, name="Harbour Lines", owner=cast.alice)
    page = open_page(cast.alice, reverse("leads:companies"), **options)
    page.get_by_role("link", name="Harbour Lines").click()
    page.get_by_role("link", name="Change the facts").click()
    page.get_by_label("City").fill("Oslo")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#facts")).to_contain_text("Oslo")
    expect(page.locator("#timeline")).to_contain_text("city: – → Oslo")
    company.refresh_from_db()
    assert company.city == "Oslo"
