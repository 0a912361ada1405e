"""From the street into the house: what is sent is taken once, with all that belongs to it."""

import re

import pytest
from django.urls import reverse

from accounts.models import CustomField
from leads.duplicates.listeners import look_for_likes
from leads.models import Arrival, Lead, LikelyPair, Submission
from tests.leads.forms import address, filled, hidden, make_form, seal_of, send
from tests.world import make_lead
from timeline.models import Event, Outgoing

ASKED = ("number", "choices", "date", "yes_no")


@pytest.fixture
def form(cast):
    return make_form(
        cast.ada,
        reply_subject="Your guide, {first_name}",
        reply_text="Hello {name} of {company}, {workspace} will call you.",
    )


def test_what_is_sent_becomes_a_lead_with_its_event_and_its_answer(client, form):
    answer = send(client, form, company_name="Fjord Logistics")
    assert (answer.status_code, answer.url) == (302, reverse("leads:form-thanks", args=[form.key]))
    lead = Lead.objects.get()
    assert (lead.name, lead.email, lead.company_name, lead.source, lead.owner, lead.status) == (
        "Kari Solheim", "kari@fjord.example", "Fjord Logistics", "Website", None, "new",
    )  # fmt: skip
    event = Event.objects.get()
    assert (event.verb, event.subject, event.actor) == ("lead.captured", f"lead:{lead.pk}", None)
    assert event.details["answers"][0] == ["Your name", "Kari Solheim"]
    letter = Outgoing.objects.get().payload
    assert (letter["to"], letter["subject"]) == (["kari@fjord.example"], "Your guide, Kari")
    assert letter["text"] == "Hello Kari Solheim of Fjord Logistics, Tamar Fleet Systems will call you."
    assert "we have it" in client.get(answer.url).content.decode().lower()


def test_a_page_needs_no_script_no_cookie_and_no_sign_in(client, form):
    page = client.get(address(form))
    html = page.content.decode()
    assert page.status_code == 200
    assert "<script" not in html
    assert page.cookies == {}
    assert 'autocomplete="email"' in html
    assert page["Content-Security-Policy"].count("frame-ancestors 'none'") == 1
    assert page["X-Frame-Options"] == "DENY"


def test_what_is_wrong_is_said_and_what_was_written_stays(client, form):
    answer = send(client, form, name="", email="kari(at)fjord", company_name="Fjord")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Please fill this in." in html
    assert "Write an address like kari@example.com." in html
    assert 'value="Fjord"' in html
    assert Submission.objects.count() == 0


def test_the_same_operation_is_taken_once(client, form):
    seal = seal_of(form)
    answers = [send(client, form, seal=seal) for _again in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert (Lead.objects.count(), Submission.objects.count(), Event.objects.count()) == (1, 1, 1)


def test_other_answers_under_the_same_operation_are_asked_about_not_swallowed(client, form):
    seal = seal_of(form)
    send(client, form, seal=seal)
    again = send(client, form, seal=seal, name="Per Solheim", email="per@fjord.example")
    assert again.status_code == 422
    assert "press the button once more" in again.content.decode()
    client.post(address(form), filled(form, name="Per Solheim", email="per@fjord.example", seal=seal_of(form)))
    assert Lead.objects.count() == 2
    assert hidden(again, "seal") != seal


def test_a_robot_is_thanked_and_nothing_is_kept(client, form):
    answer = send(client, form, website="https://spam.example")
    assert (answer.status_code, answer.url) == (302, reverse("leads:form-thanks", args=[form.key]))
    assert [model.objects.count() for model in (Lead, Submission, Event, Outgoing)] == [0, 0, 0, 0]


def test_who_is_too_quick_is_told_and_may_send_again(client, form):
    quick = send(client, form, seal=seal_of(form, age=1))
    assert quick.status_code == 422
    assert "That was very quick" in quick.content.decode()
    assert 'value="Kari Solheim"' in quick.content.decode()
    assert Lead.objects.count() == 0


@pytest.mark.parametrize("seal", ["", "forged", "old", "of another form"])
def test_a_seal_that_does_not_hold_is_renewed(client, cast, form, seal):
    other = make_form(cast.ada, key="o" * 22, name="Other")
    seals = {"old": seal_of(form, age=25 * 3600), "of another form": seal_of(other)}
    answer = send(client, form, seal=seals.get(seal, seal))
    assert answer.status_code == 422
    assert "send it once more" in answer.content.decode()
    assert hidden(answer, "seal") not in ("", seal)
    assert Lead.objects.count() == 0


def test_consent_is_needed_and_kept_with_its_words_and_time(client, cast):
    form = make_form(cast.ada, consent_text="You may call me. See https://tamar.example/privacy")
    assert "tick this" in send(client, form).content.decode()
    assert send(client, form, consent="on").status_code == 302
    sent = Submission.objects.get()
    assert sent.consent_text == "You may call me. See https://tamar.example/privacy"
    assert sent.consented_at is not None


def test_presets_are_written_and_never_shown(client, cast):
    form = make_form(cast.ada)
    form.fields.create(fact="industry", label="Industry", is_hidden=True, preset="Logistics", position=9)
    assert "Logistics" not in client.get(address(form)).content.decode()
    send(client, form, industry="Mining")
    assert Lead.objects.get().industry == "Logistics"


def test_own_fields_are_asked_and_kept_as_everywhere(client, cast):
    fields = {kind: CustomField.objects.create(record="lead", key=kind, name=kind, kind=kind) for kind in ASKED}
    trucks, vans = (fields["choices"].options.create(name=name, position=0) for name in ("Trucks", "Vans"))
    form = make_form(cast.ada)
    for place, kind in enumerate(ASKED):
        form.fields.create(fact=f"custom.{kind}", label=f"Your {kind}", position=10 + place)
    form.fields.filter(fact="custom.yes_no").update(is_hidden=True, preset="No")
    form.fields.filter(fact="custom.choices").update(preset="Vans")
    assert re.findall(r'value="(\d+)"[^>]* checked', client.get(address(form)).content.decode()) == [str(vans.pk)]
    written = {"custom.number": "1.200,50", "custom.choices": [trucks.pk, vans.pk], "custom.yes_no": "True"}
    assert send(client, form, **written, **{"custom.date": "then"}).status_code == 422
    send(client, form, **written, **{"custom.date": "2027-01-02"})
    sheet = {"number": "1200.5", "choices": [trucks.pk, vans.pk], "date": "2027-01-02", "yes_no": False}
    assert Lead.objects.get().custom == sheet
    assert Event.objects.get().details["answers"][2:] == [
        ["Your number", "1,200.5"], ["Your choices", "Trucks, Vans"], ["Your date", "Sat 2 Jan 2027"],
    ]  # fmt: skip


def test_who_comes_again_is_the_same_lead_with_a_second_arrival(client, cast, form):
    known = make_lead("Kari Solheim", cast.alice, email="Kari+news@fjord.example", phone="+47 1")
    send(client, form, utm_source="newsletter", name="K. Solheim")
    send(client, form, utm_source="google")
    lead = Lead.objects.get()
    assert (lead.pk, lead.name, lead.owner, lead.phone) == (known.pk, "Kari Solheim", cast.alice, "+47 1")
    assert list(Arrival.objects.values_list("source", flat=True)) == ["newsletter", "google"]
    assert (lead.first_arrival.source, lead.last_arrival.source) == ("newsletter", "google")
    assert lead.answered_at is not None
    assert set(Event.objects.values_list("verb", "owner")) == {("lead.came_again", cast.alice.pk)}
    assert Outgoing.objects.count() == 1  # one address hears from one form once a day


def test_who_comes_again_by_phone_is_the_same_lead(client, cast):
    form = make_form(cast.ada, asked=[("name", "Name", True), ("email", "Email", False), ("phone", "Phone", False)])
    known = make_lead("Kari Solheim", cast.alice, phone_key="+4791234567", email="kari@fjord.example")
    send(client, form, email="kari.solheim@gmail.com", phone="(+47) 91 23 45 67")
    assert Arrival.objects.get().lead == known


def test_who_is_only_likely_the_same_becomes_a_lead_and_a_pair(client, cast, form):
    known = make_lead("Kari Solheim", cast.alice, email="kari@fjord.example")
    send(client, form, name="Bjarne Lund")
    send(client, form, name="Kari Solheim", email="ks@gmail.com", company_name="Fjord")
    look_for_likes(list(Event.objects.all()))
    twin = Lead.objects.get(name="Bjarne Lund")
    assert Lead.objects.count() == 3
    pair = LikelyPair.objects.get()
    assert (pair.one, pair.other, pair.likeness) == (f"lead:{known.pk}", f"lead:{twin.pk}", 86)


def test_what_names_nobody_does_not_speak_against_anybody(client, cast):
    form = make_form(cast.ada, asked=[("email", "Email", False), ("phone", "Phone", False)])
    known = make_lead("Kari Solheim", cast.alice, email="ks@fjord.example")
    send(client, form, email="ks@fjord.example")
    for _twice in range(2):
        send(client, form, email="", phone="+47 912 34 567")
    assert [arrival.lead.name for arrival in Arrival.objects.all()] == [known.name, "+47 912 34 567", "+47 912 34 567"]
    assert Lead.objects.count() == 2


def test_who_rested_is_at_work_again(client, cast, form):
    make_lead("Kari", cast.alice, email="kari@fjord.example", status="recycled", returns_on="2027-05-01")
    send(client, form)
    lead = Lead.objects.get()
    assert (lead.status, lead.returns_on) == ("working", None)
    assert Event.objects.get().changes == {"status": ["recycled", "working"], "returns_on": ["2027-05-01", None]}


def test_the_first_touch_and_the_last_one_are_kept(client, form):
    page = client.get(
        address(form) + "?utm_source=google&utm_medium=cpc&utm_campaign=spring", HTTP_REFERER="https://blog.example/x"
    )
    carried = {name: hidden(page, name) for name in ("utm_source", "utm_medium", "utm_campaign", "page", "referrer")}
    send(client, form, **carried)
    lead = Lead.objects.get()
    assert (lead.source, lead.channel, lead.campaign) == ("google", "cpc", "spring")
    arrival = lead.first_arrival
    assert (arrival.page, arrival.referrer) == (f"http://testserver{address(form)}", "https://blog.example/x")


@pytest.mark.parametrize(
    "name",
    ["Win at www.evil.example\nBcc: all", "Win at evil．com", "Win at evil。com", "Win at evil.\u200bcom", "me＠evil"],
)
def test_a_name_that_carries_an_address_is_not_sent_on_to_strangers(client, form, name):
    send(client, form, name=name)
    letter = Outgoing.objects.get().payload
    assert letter["subject"] == "Your guide, there"
    assert "evil" not in letter["text"]


def test_a_page_afterwards(client, cast):
    form = make_form(cast.ada, redirect_url="https://tamar.example/thanks")
    assert "form-action 'self' https://tamar.example" in client.get(address(form))["Content-Security-Policy"]
    assert send(client, form).url == "https://tamar.example/thanks"


def test_closed_and_unpublished_forms(client, cast):
    closed = make_form(cast.ada, retired_at="2026-01-01T00:00Z")
    draft = make_form(cast.ada, key="d" * 22, published_at=None)
    assert send(client, closed).status_code == 410
    assert "This form is closed." in client.get(address(closed)).content.decode()
    assert client.get(address(draft)).status_code == 404
    assert Lead.objects.count() == 0


def test_a_form_speaks_its_own_language_and_reads_in_its_direction(client, cast):
    form = make_form(cast.ada, language="fa", title="راهنما")
    html = client.get(address(form)).content.decode()
    assert 'lang="fa" dir="rtl"' in html


def test_only_the_named_origins_may_frame_it(client, cast):
    form = make_form(cast.ada, embedded_on=["https://tamar.example", "https://shop.example:8443"])
    page = client.get(address(form, framed=True), HTTP_REFERER="https://tamar.example/prices?utm_source=ad&x=1")
    assert "frame-ancestors https://tamar.example https://shop.example:8443" in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page
    assert (hidden(page, "utm_source"), hidden(page, "page")) == (
        "ad",
        "https://tamar.example/prices?utm_source=ad&amp;x=1",
    )
    assert "frame-ancestors 'none'" in client.get(address(form))["Content-Security-Policy"]
    assert send(client, form, framed=True).url == reverse("leads:form-frame-thanks", args=[form.key])


def test_a_form_that_names_no_origin_is_framed_by_nobody(client, form):
    page = client.get(address(form, framed=True))
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
