"""The whole road of a lead: from a stranger's form over mail, inbox and BANT to a deal on the board."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from followups.actions import set_up_kinds
from leads.models import Lead
from pipeline.models import Deal
from tests.browser.hands import card
from tests.browser.test_converting import press_until
from tests.leads.forms import make_form
from tests.leads.test_assigning import make_rule
from timeline.listeners import catch_up
from timeline.outgoing import send_waiting

TWICE = {"asks_twice": True, "confirm_subject": "Was it you?", "confirm_text": "Please open {link} to confirm."}


@pytest.fixture
def open_form(cast, house, smtp, settings):
    """`open_form(…)` publishes a form whose leads go to Alice; its letters leave by a real mail server."""
    settings.BASE_URL = house
    set_up_kinds()
    make_rule("Everything", cast.alice)
    letter = {"reply_subject": "Your guide", "reply_text": "Here it is, {first_name}."}

    def publish(**facts):
        form = make_form(cast.ada, consent_text="You may call me.", least_seconds=0, **letter, **facts)
        return f"/f/{form.key}/?utm_source=google&utm_campaign=spring"

    return publish


def work():
    """Let the worker do what waits: one listener after the other, then the mail."""
    for _listener_after_listener in range(3):
        catch_up(["assignment", "answer newcomers"])
    send_waiting()


def fill_in(street):
    street.get_by_label("Your name").fill("Kari Solheim")
    street.get_by_label("Email").fill("kari@fjord.example")
    street.get_by_label("Company").fill("Fjord Lines")
    street.get_by_label("You may call me.").check()
    street.get_by_role("button", name="Send").click()
    expect(street.get_by_role("heading", name="One more step")).to_be_visible()


def confirm(street, letter):
    """Open the link of a letter, as its reader does, and press the button."""
    street.goto(re.search(r"http://\S+", letter.get_content())[0])
    street.get_by_role("button", name="Yes, it was me").click()
    expect(street.get_by_role("heading", name="Thank you")).to_be_visible()


def gives_the_reason(page):
    main = page.locator("main")
    expect(main).to_contain_text("Alice Archer got the lead by the rule “Everything”")
    expect(main).to_contain_text("Waiting for")
    expect(main).to_contain_text("google")


def stands_on_the_board(page, stage):
    """The deal of the lead is a card in the column of a stage, and keeps what the lead knew."""
    deal, lead = Deal.objects.select_related("company", "contact").get(), Lead.objects.get()
    expect(page.locator(f"#col-{stage.pk}").get_by_role("heading", name=deal.title)).to_be_visible()
    expect(card(page, deal)).to_contain_text("Fjord Lines")
    assert (deal.stage, deal.lead, lead.status) == (stage, lead, "converted")
    assert (deal.company.name, deal.contact.email) == ("Fjord Lines", "kari@fjord.example")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_by_mouse_with_double_opt_in(open_page, open_form, cast, board, smtp, script):
    street = open_page(None, open_form(**TWICE), java_script_enabled=script)
    fill_in(street)
    work()
    assert [letter["Subject"] for letter in smtp.letters] == ["Was it you?"]
    assert Lead.objects.count() == 0
    confirm(street, smtp.letters[0])
    work()
    assert (smtp.letters[1]["To"], smtp.letters[1].get_content().strip()) == ("kari@fjord.example", "Here it is, Kari.")
    page = open_page(cast.alice, reverse("leads:list"), java_script_enabled=script)
    page.get_by_role("link", name="Kari Solheim").first.click()
    gives_the_reason(page)
    for topic, evidence in {"Budget": "40 k set aside", "Need": "180 trucks", "Timeline": "before June"}.items():
        qualify(page, topic, evidence)
    expect(page.locator("#bant")).to_contain_text("3 of 4 confirmed")
    page.get_by_role("link", name="Convert to deal").click()
    expect(page.locator(".plan")).to_contain_text("the BANT sheet, 3 of 4 confirmed")
    expect(page.get_by_label("Make the company Fjord Lines")).to_be_checked()
    expect(page.get_by_label("Make the contact Kari Solheim")).to_be_checked()
    page.get_by_role("button", name="Convert to deal").click()
    page.wait_for_url("**/deals/*/")
    page.get_by_role("link", name="Board", exact=True).click()
    stands_on_the_board(page, board.prospecting)


def qualify(page, topic, evidence):
    page.locator("#bant summary", has_text=topic).click()
    row = page.locator("#bant details[open]")
    row.get_by_label(topic, exact=True).select_option("Confirmed")
    row.get_by_label("evidence").fill(evidence)
    row.get_by_role("button", name="Save").click()
    expect(page.locator("#bant summary", has_text=topic)).to_contain_text(f"Confirmed{evidence}")


def test_by_keys_alone(open_page, open_form, cast, board, smtp):
    street = open_page(None, open_form())
    for label, words in {"Your name": "Kari Solheim", "Email": "kari@fjord.example", "Company": "Fjord Lines"}.items():
        press_until(street, street.get_by_label(label))
        street.keyboard.type(words)
    press_until(street, street.get_by_label("You may call me."))
    street.keyboard.press("Space")
    press_until(street, street.get_by_role("button", name="Send"))
    street.keyboard.press("Enter")
    expect(street.get_by_role("heading", name="Thank you")).to_be_visible()
    work()
    assert [letter["Subject"] for letter in smtp.letters] == ["Your guide"]
    page = open_page(cast.alice)
    page.keyboard.press("g")
    page.keyboard.press("l")
    expect(page.get_by_role("link", name="Kari Solheim").first).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    gives_the_reason(page)
    press_until(page, page.locator("#bant summary", has_text="Need"))
    page.keyboard.press("Enter")
    press_until(page, page.get_by_label("Need", exact=True))
    page.keyboard.type("Confirmed")
    page.keyboard.press("Tab")
    page.keyboard.type("180 trucks")
    press_until(page, page.locator("#bant details[open]").get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(page.locator("#bant summary", has_text="Need")).to_contain_text("Confirmed180 trucks")
    press_until(page, page.get_by_role("link", name="Convert to deal"))
    page.keyboard.press("Enter")
    press_until(page, page.get_by_role("button", name="Convert to deal"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/deals/*/")
    page.keyboard.press("g")
    page.keyboard.press("b")
    stands_on_the_board(page, board.prospecting)
