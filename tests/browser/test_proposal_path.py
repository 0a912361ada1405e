"""The whole road of an offer: made from the deal, sent with its paper, opened on a phone, accepted; the deal won."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from pipeline.models import Deal, Gate
from proposals.actions.sending import send_version
from proposals.drawing import draw_waiting
from proposals.models import Answer, Paper
from tests.browser.conftest import PHONE
from tests.proposals.conftest import deal, draft, template  # noqa: F401 - fixtures
from timeline.models import Event
from timeline.outgoing import send_waiting

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
STORY = ["proposal.made", "proposal.sent", "proposal.opened", "proposal.accepted", "deal.won"]

SAW = "() => performance.getEntriesByType('resource').some((one) => one.name.includes('/seen/'))"


@pytest.fixture
def gated(deal, board, house, smtp, settings):  # noqa: F811 - the fixture imported above
    """Nobody wins it before its proposal was accepted; mails leave by a real mail server."""
    settings.BASE_URL = house
    Gate.objects.update_or_create(stage=board.close, defaults={"requirements": ["proposal:accepted"]})
    return deal


def won_is_refused(seller, address, sale):
    seller.goto(address)
    seller.get_by_role("button", name="Won", exact=True).click()
    expect(seller.get_by_text("Proposal accepted").first).to_be_visible()
    assert Deal.objects.get(pk=sale.pk).status == "open"


def letter_to(smtp, address):
    [letter] = [one for one in smtp.letters if one["To"] == address]
    return letter.get_body(("plain",)).get_content()


def draw_signature(phone):
    phone.locator(".pad").scroll_into_view_if_needed()
    box = phone.locator(".pad").bounding_box()
    phone.mouse.move(box["x"] + 30, box["y"] + 40)
    phone.mouse.down()
    for step in range(1, 25):
        phone.mouse.move(box["x"] + 30 + step * 8, box["y"] + 40 + (step % 5) * 6)
    phone.mouse.up()


def test_from_the_deal_to_the_signature_to_won(open_page, house, cast, gated, template, smtp):  # noqa: F811 - the fixture imported above
    address = house + reverse("pipeline:deal", args=[gated.pk])
    seller = open_page(cast.alice, reverse("proposals:new", args=[gated.pk]), expecting=["422"])
    seller.get_by_role("button", name="Offer").click()
    seller.locator("textarea").first.press("Control+End")
    seller.keyboard.type(" We start in January.")
    with seller.expect_response(lambda answer: answer.url.endswith("/send/")):
        seller.get_by_role("button", name="Send", exact=True).first.click()
    draw_waiting()
    expect(seller.get_by_role("link", name="PDF", exact=True)).to_be_visible()
    expect(seller.get_by_text("We start in January.")).to_be_visible()
    assert bytes(Paper.objects.get().content).startswith(b"%PDF")
    won_is_refused(seller, address, gated)
    send_waiting()
    link = re.search(r"http://\S+/p/\S+/", letter_to(smtp, "kari@nordkyst.example"))[0]
    phone = open_page(None, link[link.index("/p/") :], user_agent=IPHONE, **PHONE)
    expect(phone.get_by_role("heading", name="Reefer fleet", exact=True)).to_be_visible()
    phone.get_by_label("Training").check()
    expect(phone.locator("#accept-for")).to_contain_text("€11,876.19")
    phone.wait_for_function(SAW)
    draw_signature(phone)
    phone.get_by_label("I may sign for").check()
    phone.get_by_role("button", name="Accept for").click()
    expect(phone.get_by_role("heading", name="What you sign")).to_be_visible()
    phone.get_by_role("button", name="Sign and accept for").click()
    expect(phone.get_by_role("heading", name="Accepted")).to_be_visible()
    answer = Answer.objects.get()
    assert (answer.signed_by, str(answer.gross)) == ("drawn", "11876.190")
    draw_waiting()
    send_waiting()
    assert attached_to_signed(smtp) == ["application/pdf", "application/pdf"]
    seller.goto(address)
    seller.get_by_role("button", name="Won", exact=True).click()
    expect(seller.locator(".chip.won").first).to_be_visible()
    assert Deal.objects.get(pk=gated.pk).status == "won"
    told = Event.objects.filter(about__contains=[f"deal:{gated.pk}"], verb__in=STORY).order_by("pk")
    assert list(told.values_list("verb", flat=True)) == STORY
    timeline = seller.locator("main").inner_text()
    assert timeline.index("accepted P-") < timeline.index("opened P-") < timeline.index("sent P-")


def attached_to_signed(smtp):
    """The kinds of files that went to both when the proposal was signed."""
    signed = [letter for letter in smtp.letters if letter["Subject"].startswith(("Signed:", "Accepted:"))]
    return [part.get_content_type() for letter in signed for part in letter.iter_attachments()]


def test_a_link_that_is_asked_for_is_in_the_clipboard(open_page, house, cast, draft, smtp, settings):  # noqa: F811 - the fixture imported above
    settings.BASE_URL = house
    send_version(draft, by=cast.alice)
    draw_waiting()
    seller = open_page(cast.alice, reverse("pipeline:deal", args=[draft.proposal.deal_id]))
    seller.context.grant_permissions(["clipboard-read", "clipboard-write"])
    seller.get_by_role("button", name="Copy link").click()
    expect(seller.get_by_text("The link is copied.")).to_be_visible()
    assert re.fullmatch(rf"{house}/p/\S+/", seller.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize("options", [{}, PHONE])
def test_a_draft_is_thrown_away_from_its_menu_and_z_brings_it_back(open_page, cast, draft, options):  # noqa: F811 - the fixture imported above
    page = open_page(cast.alice, reverse("proposals:proposal", args=[draft.pk]), **options)
    page.locator(".drafthead").get_by_label("More").click()
    button = page.get_by_role("button", name="Throw this draft away")
    expect(button).to_be_in_viewport(ratio=1)
    button.click()
    page.wait_for_url(f"**/deals/{draft.proposal.deal_id}/")
    expect(page.locator(".toast")).to_contain_text("is in the bin")
    page.keyboard.press("z")
    expect(page.locator(".toast")).to_contain_text("is back")
    expect(page).to_have_url(re.compile(f"/deals/{draft.proposal.deal_id}/$"))
