"""From the street to the rep: a form filled in by a person, with a script and without, on a website and on a phone."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from followups.actions import set_up_kinds
from leads.models import CaptureForm, Lead
from tests.browser.conftest import PHONE
from tests.browser.test_access import findings
from tests.leads.forms import make_form
from tests.leads.test_assigning import make_rule
from timeline.listeners import catch_up
from timeline.models import Outgoing


@pytest.fixture
def form(cast):
    set_up_kinds()
    make_rule("Everything", cast.alice)
    return make_form(
        cast.ada, title="Get the fleet guide", consent_text="You may call me.", least_seconds=0,
        reply_subject="Your guide", reply_text="Here it is, {first_name}.",
    )  # fmt: skip


def fill_in(page, name="Kari Solheim"):
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Email").fill("kari@fjord.example")
    page.get_by_label("You may call me.").check()


def read_the_log():
    for _listener_after_listener in range(3):
        catch_up(["assignment", "answer newcomers"])


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_the_form_to_the_inbox_with_owner_and_reason(open_page, cast, form, script):
    street = open_page(cast.gus, f"/f/{form.key}/?utm_source=google", java_script_enabled=script, expecting=["422"])
    street.get_by_role("button", name="Send").click()
    expect(street.get_by_role("alert")).to_contain_text("3 answers need another look.")
    fill_in(street)
    street.get_by_role("button", name="Send").click()
    expect(street.get_by_role("heading", name="Thank you")).to_be_visible()
    read_the_log()
    lead = Lead.objects.get()
    assert Outgoing.objects.filter(key__contains=":reply:").get().payload["text"] == "Here it is, Kari."
    inbox = open_page(cast.alice, reverse("leads:list"), java_script_enabled=script)
    expect(inbox.get_by_role("link", name="Kari Solheim").first).to_be_visible()
    page = open_page(cast.alice, reverse("leads:lead", args=[lead.pk]), java_script_enabled=script)
    expect(page.locator("main")).to_contain_text("Alice Archer got the lead by the rule “Everything”")
    expect(page.locator("main")).to_contain_text("Waiting for")
    expect(page.locator("main")).to_contain_text("google")


@pytest.fixture
def website(house):
    """A page of somebody else's, which frames the form; returns its address and lets it be written."""
    words = {}

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(words["page"].encode())

        def log_message(self, *_words):
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    Thread(target=server.serve_forever, daemon=True).start()
    words["address"] = f"http://localhost:{server.server_port}"
    yield words
    server.shutdown()
    server.server_close()


def snippet(house, form):
    return (
        f'<iframe src="{house}/f/{form.key}/frame/" title="Guide" width="100%" height="600"'
        ' referrerpolicy="no-referrer-when-downgrade"></iframe>'
    )


def test_in_a_frame_on_a_website_that_was_named(open_page, cast, form, house, website):
    CaptureForm.objects.update(embedded_on=[website["address"]])
    website["page"] = snippet(house, form)
    page = open_page(cast.gus, "/settings/", java_script_enabled=False)
    page.goto(f"{website['address']}/prices?utm_campaign=spring")
    frame = page.frame_locator("iframe")
    fill_in(frame)
    frame.get_by_role("button", name="Send").click()
    expect(frame.get_by_role("heading", name="Thank you")).to_be_visible()
    lead = Lead.objects.get()
    assert (lead.campaign, lead.first_arrival.page) == ("spring", f"{website['address']}/prices?utm_campaign=spring")


def test_a_website_that_was_not_named_may_not_frame_it(open_page, cast, form, house, website):
    CaptureForm.objects.update(embedded_on=["https://other.example"])
    website["page"] = snippet(house, form)
    page = open_page(cast.gus, "/settings/", expecting=["frame-ancestors", "Refused to frame", "Framing"])
    page.goto(f"{website['address']}/prices")
    expect(page.frame_locator("iframe").get_by_label("Your name")).to_have_count(0)


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_form_is_for_everybody(open_page, cast, form, look, language):
    CaptureForm.objects.update(language=language)
    page = open_page(cast.gus, f"/f/{form.key}/", bypass_csp=True, **look)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Your name").focus()
    for _field in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"  # the trap is not on the way


def test_an_admin_builds_a_form_and_sees_it_while_typing(open_page, cast):
    page = open_page(cast.ada, reverse("leads:form-new"))
    page.get_by_label("Name, for you alone").fill("Webinar")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("title", exact=False).first.fill("Join the webinar")
    expect(page.get_by_role("complementary", name="Preview")).to_contain_text("Join the webinar")
    page.get_by_label("Ask also for").select_option("phone")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("complementary", name="Preview")).to_contain_text("Phone")
    page.get_by_role("button", name="Save and publish").click()
    address = page.get_by_label("Its own page").input_value()
    assert address.endswith(f"/f/{CaptureForm.objects.get().key}/")
