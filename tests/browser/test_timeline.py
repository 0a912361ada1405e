"""The timeline of a deal by hand: a call by keyboard, filters, a pin, files by the button and by drop."""

import pytest
from playwright.sync_api import expect

from accounts.models import StoredFile
from pipeline.actions.notes import note_on_deal
from pipeline.actions.people import add_to_committee
from pipeline.models import DealContact
from tests.browser.conftest import PHONE
from timeline.log import record
from timeline.models import Event

PDF = b"%PDF-1.7\n" + b"x" * 2000
DROP = """([name, text]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], name));
  const how = { dataTransfer: transfer, bubbles: true, cancelable: true };
  for (const type of ["dragover", "drop"]) document.querySelector("#timeline").dispatchEvent(new DragEvent(type, how));
}"""


@pytest.fixture
def deal(cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo)
    add_to_committee(deal, name="Erik Nygård", role=DealContact.Role.CHAMPION, by=cast.alice)
    return deal


@pytest.fixture
def page(open_page, cast, deal):
    page = open_page(cast.alice, f"/deals/{deal.pk}/")
    expect(page.locator("#files [data-attach]")).to_be_visible()
    return page


def write_call(page):
    """By keys alone: N to the words, back to the kinds, one to the right, on to who and how long."""
    page.locator("#composer [name=kind][value=note]").focus()
    page.keyboard.press("ArrowRight")
    page.locator("#composer [name=people]").first.focus()
    page.keyboard.press("Space")
    page.locator("#composer [name=minutes]").focus()
    page.keyboard.type("22")
    page.locator("#composer textarea").focus()
    page.keyboard.type("Wants the sensors in **two** batches.")
    page.keyboard.press("Control+Enter")


def test_a_call_is_written_filtered_and_pinned(page, deal):
    write_call(page)
    entry = page.locator("#timeline-days li").first
    expect(entry.locator(".hd").first).to_have_text("Call with Erik Nygård, 22 min, answered")
    expect(entry.locator("strong")).to_have_text("two")
    expect(entry.locator(".foot").first).to_contain_text("Logged by Alice Archer")
    page.get_by_role("link", name="Meetings", exact=True).click()
    expect(page.locator("#timeline .blank")).to_contain_text("Nothing of this kind yet.")
    page.get_by_role("link", name="Calls", exact=True).click()
    expect(page.locator("#timeline-days > .tl > li")).to_have_count(1)
    page.locator("#timeline nav").get_by_role("link", name="All", exact=True).click()
    expect(page.locator("#timeline-days > .tl > li")).to_have_count(3)
    page.locator("#timeline-days li").first.get_by_role("button", name="Pin", exact=True).click()
    expect(page.locator("#timeline .pinned .hd").first).to_contain_text("Call with Erik Nygård")


def test_words_are_answered_and_corrected_where_they_stand(page, deal):
    write_call(page)
    expect(page.locator("#timeline-days strong")).to_have_text("two")
    page.locator("#timeline-days li").first.get_by_role("link", name="Answer").click()
    expect(page.locator(".answering textarea")).to_be_focused()
    page.keyboard.type("Good.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#timeline-days .replies .words")).to_have_text("Good.")
    page.locator("#timeline-days li").first.get_by_role("link", name="Edit").first.click()
    expect(page.locator(".answering textarea")).to_be_focused()
    page.keyboard.type(" Perhaps three.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#timeline-days .words").first).to_contain_text("Perhaps three.")
    expect(page.get_by_role("link", name="edited")).to_be_visible()


def test_files_come_by_the_button_and_by_drop(page, deal):
    with page.expect_file_chooser() as chosen:
        page.locator("#composer [data-attach]").click()
    files = [("Depot plan.pdf", PDF), ("tool.exe", b"MZ\x90\0\0")]
    chosen.value.set_files([{"name": name, "mimeType": "", "buffer": content} for name, content in files])
    expect(page.locator("#files li a")).to_have_text(["Depot plan.pdf"])
    expect(page.locator("#files .uploads .error")).to_contain_text("“tool.exe” is of a kind")
    page.evaluate(DROP, ["table.csv", "a;b"])
    expect(page.locator("#files li a")).to_have_text(["table.csv", "Depot plan.pdf"])
    expect(page.locator("#timeline-days .hd").first).to_have_text("Alice Archer added the file table.csv")
    page.get_by_role("button", name="Remove table.csv").click()
    expect(page.locator("#files > ul:not(.uploads) li a")).to_have_text(["Depot plan.pdf"])
    page.get_by_text("Removed files").click()
    page.get_by_role("button", name="Bring back").click()
    expect(page.locator("#files > ul:not(.uploads) li a")).to_have_count(2)
    assert StoredFile.objects.there().count() == 2
    assert Event.objects.filter(verb="file.restored").count() == 1


def test_older_entries_come_below(page, cast, deal):
    for number in range(40):
        note_on_deal(deal, text=f"Note {number}", by=cast.alice)
    page.reload()
    expect(page.locator("#timeline-days > .tl > li")).to_have_count(30)
    page.get_by_role("link", name="Older").click()
    expect(page.locator("#timeline-days > .tl > li")).to_have_count(42)
    expect(page.locator("#timeline .tl-day")).to_have_count(1)
    expect(page.get_by_role("link", name="Older")).to_have_count(0)


def test_off_the_network_what_was_typed_stays(open_page, cast, deal):
    page = open_page(cast.alice, f"/deals/{deal.pk}/", expecting=["ERR_INTERNET_DISCONNECTED"])
    words = page.locator("#composer textarea")
    words.fill("Kari called back")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save note").click()
    expect(page.locator(".toast")).to_contain_text("nothing was saved")
    expect(words).to_have_value("Kari called back")
    page.context.set_offline(False)
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#timeline-days li").first).to_contain_text("Kari called back")


def test_on_a_phone_why_it_was_not_sent_stands_beside_its_sign(open_page, cast, deal):
    sent = record("letter.sent", deal, by=cast.alice, owner=cast.alice, details={"title": "The offer", "to": "kari"})
    details = {"title": "The offer with all that was asked for", "to": "kari@nordkyst.example", "thing": deal.title}
    record("letter.held_back", deal, by=None, owner=cast.alice, undoes=sent, details=details)
    page = open_page(cast.alice, f"/deals/{deal.pk}/", **PHONE)
    sign, said = page.locator("li.undone .meta .i"), page.locator("li.undone .meta span:not(.i)")
    expect(said).to_contain_text("was not sent")
    left, right = sign.bounding_box(), said.bounding_box()
    assert right["y"] <= left["y"] <= right["y"] + right["height"]
    assert left["x"] + left["width"] <= right["x"]
