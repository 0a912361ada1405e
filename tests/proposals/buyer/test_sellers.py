"""Sellers see who read what, close links, write back, and have the signed paper; both get it by mail."""

import json
from base64 import b64decode
from hashlib import sha256
from io import BytesIO

import pytest
from pypdf import PdfReader

from accounts.bin.actions import throw_away
from followups.rules.triggers import registry
from pipeline.gates.engine import ask
from pipeline.models import Deal
from proposals.actions.sending import send_version
from proposals.answering.forms import new_seal
from proposals.links.actions import give_link
from proposals.links.reminding import write_letter
from proposals.models import Answer, Link, Paper, Question, Visit
from tests.proposals.buyer.conftest import accept, beat, draw, words
from tests.proposals.conftest import drawn
from timeline.models import Event, Outgoing

pytestmark = pytest.mark.django_db
STROKE = "M10 20" + "".join(f"L{x} {x % 90}" for x in range(20, 300, 9))


def page_of(offer):
    return f"/proposals/{offer.version.pk}/buyers/"


def test_sellers_see_who_read_what(offer, buyer, as_user, cast, django_assert_max_num_queries):
    beat(buyer, offer)
    Visit.objects.update(seconds=130, sections={"items": 90, offer.version.sections[1]["key"]: 40})
    client = as_user(cast.bob)
    client.get(page_of(offer))
    with django_assert_max_num_queries(14):
        page = words(client.get(page_of(offer)))
    assert "Kari Solheim" in page
    assert "Opened once, read for 2 minutes" in page
    assert "Items and prices90Why now40" in page


def test_the_card_says_what_was_accepted_and_that_whoever_answered_has_looked(draft, offer, buyer, as_user, cast):
    option = draft.lines.get(part="option").pk
    panel = f"/deals/{offer.deal.pk}/proposals/"
    client = as_user(cast.alice)
    before = words(client.get(panel, headers={"HX-Request": "true"}))
    accept(buyer, offer, chose="1", option=option)
    after = words(client.get(panel, headers={"HX-Request": "true"}))
    assert ["Viewed not yet" in page for page in (before, after)] == [True, False]
    assert "Answered today" in words(client.get(page_of(offer)))
    net = Answer.objects.get().net
    assert net > offer.version.net
    assert [card.net for card in client.get("/proposals/").context["cards"]] == [net]


def test_strangers_find_nothing_and_guests_close_nothing(offer, as_user, cast):
    assert as_user(cast.charlie).get(page_of(offer)).status_code == 404
    assert as_user(cast.charlie).post(f"/proposals/links/{offer.link.pk}/revoke/").status_code == 404
    assert as_user(cast.gus).post(f"/proposals/links/{offer.link.pk}/revoke/").status_code == 403
    assert as_user(cast.alice).get(f"/proposals/links/{offer.link.pk}/revoke/").status_code == 405


def test_a_link_is_closed_from_there(offer, buyer, as_user, cast):
    assert as_user(cast.alice).post(f"/proposals/links/{offer.link.pk}/revoke/").status_code == 302
    assert buyer.get(offer.url).status_code == 404
    assert Link.objects.get(pk=offer.link.pk).revoked_by == cast.alice


def test_questions_are_answered_from_there(offer, buyer, as_user, cast):
    buyer.post(f"{offer.url}ask/", {"text": "Is Ålesund possible?", "seal": new_seal(offer.link)})
    question = Question.objects.get()
    client = as_user(cast.alice)
    assert "Is Ålesund possible?" in words(client.get(page_of(offer)))
    address = f"/proposals/questions/{question.pk}/reply/"
    refused = client.post(address, {"reply": "  "})
    assert refused.status_code == 422
    assert "Write the answer." in words(refused)
    assert client.post(address, {"reply": "Yes."}).status_code == 302
    assert Question.objects.get().reply == "Yes."
    assert client.post(address, {"reply": "No."}).status_code == 302
    assert Outgoing.objects.filter(key__contains=":reply:").count() == 1


def test_a_gate_that_asks_for_acceptance_opens(offer, buyer):
    key = {"proposal:accepted": True}
    assert [need.met for need in ask(Deal.objects.get(pk=offer.deal.pk), key)] == [False]
    accept(buyer, offer)
    assert [need.met for need in ask(Deal.objects.get(pk=offer.deal.pk), key)] == [True]


def test_rules_hear_what_buyers_do():
    for verb in ("returned", "forwarded", "asked", "expired"):
        assert registry[f"proposal.{verb}"].verbs == (f"proposal.{verb}",)


def test_the_signed_paper_is_what_was_sent_with_its_certificate(draft, deal, cast, buyer, as_user):
    """Drawn for real: the pages as sent, one more behind them, the sent file inside, to both by mail, once."""
    send_version(draft, by=cast.alice)
    version = drawn(draft)
    sent = Paper.objects.get(version=version, kind="proposal")
    url = give_link(version, deal.contact, by=cast.alice).removeprefix("http://127.0.0.1:8000")
    accept(buyer, type("Offer", (), {"url": url}), drawn=STROKE)
    draw()
    signed = Paper.objects.get(version=version, kind="signed")
    assert signed.pages == sent.pages + 1
    reader = PdfReader(BytesIO(bytes(signed.content)))
    assert len(reader.pages) == signed.pages
    said = " ".join(reader.pages[-1].extract_text().split())
    assert "Certificate of acceptance" in said
    assert "Kari Solheim" in said
    [(name, [inside])] = reader.attachments.items()
    assert (name, sha256(inside).hexdigest()) == (f"{version.proposal.number}-v1.pdf", sent.sha256)
    mails = Outgoing.objects.filter(key__startswith="offer-signed").order_by("key")
    assert [mail.payload["to"] for mail in mails] == [["kari@nordkyst.example"], ["alice@tamar.example"]]
    assert [b64decode(mail.payload["files"][0]["base64"]) for mail in mails] == [bytes(signed.content)] * 2
    assert buyer.get(f"{url}signed/").content == bytes(signed.content)
    assert buyer.get(f"{url}paper/").content == bytes(sent.content)
    page = as_user(cast.alice).get(f"/proposals/{version.pk}/certificate/")
    assert "Certificate of acceptance" in words(page)
    verbs = Event.objects.filter(about__contains=[f"deal:{deal.pk}"], verb__startswith="proposal.").order_by("pk")
    told = [verb for verb in verbs.values_list("verb", flat=True) if verb != "proposal.link_given"]
    assert told == ["proposal.made", "proposal.sent", "proposal.accepted"]


def test_pages_and_reminders_name_everybody_as_when_it_was_sent(draft, deal, cast, buyer, as_user):
    send_version(draft, by=cast.alice)
    version, page = drawn(draft), f"/proposals/{draft.pk}/"
    url = give_link(version, deal.contact, by=cast.alice).removeprefix("http://127.0.0.1:8000")
    before = as_user(cast.mona).get(page).context["preview"]
    assert "Kari Solheim" in before
    for one, name in ((deal.contact, "Kari Berg"), (deal.company, "Nordkyst Holding"), (cast.alice, "Alice Baker")):
        one.name = name
        one.save(update_fields=["name"])
    assert as_user(cast.mona).get(page).context["preview"] == before
    said = words(buyer.get(url))
    assert "For Kari Solheim at Nordkyst Fisk, from Alice Archer." in said
    assert "I may sign for Nordkyst Fisk and accept" in said
    link = Link.objects.filter(version=version).last()
    write_letter(link.reminders.first(), link, cast.alice)
    assert Outgoing.objects.get(key__contains=":expiring:").payload["text"].startswith("Hello Kari Solheim,")
    accept(buyer, type("Offer", (), {"url": url}))
    signed = json.loads(Answer.objects.get().statement)
    assert signed["for"] == {"contact": "Kari Solheim", "company": "Nordkyst Fisk"}


def test_without_a_company_its_reader_stands_for_it(offer, cast, buyer):
    assert "this fits the fleet of Nordkyst" in words(buyer.get(offer.url))
    throw_away([offer.deal.company], by=cast.mona)
    assert "this fits the fleet of Kari Solheim in two batches" in words(buyer.get(offer.url))
