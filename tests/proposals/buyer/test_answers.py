"""Buyers accept in two steps and once, decline with a reason, and ask; the deal and its owner learn of it."""

import re
from decimal import Decimal
from hashlib import sha256
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.utils import InternalError, ProgrammingError

from pipeline.models import Deal
from proposals.answering.forms import new_seal
from proposals.answering.replying import reply_to
from proposals.models import Answer, Drawing, ExpiryReminder, Link, Question, Version
from tests.proposals.buyer.conftest import DESK, SIGNED, accept, browser, confirmed, words
from timeline.models import Event, Outgoing

pytestmark = pytest.mark.django_db
STROKE = "M10 20" + "".join(f"L{x} {20 + x % 7}" for x in range(20, 200, 5))


def option_of(offer):
    return offer.version.lines.get(name="Training").pk


class TestChoosing:
    def test_the_page_shows_what_was_offered(self, offer, buyer):
        page = words(buyer.get(offer.url))
        assert "For Kari Solheim at Nordkyst Fisk, from Alice Archer." in page
        assert "Total with VAT €11,282.44 Without VAT €9,025.95" in page
        assert "Two batches −475.05 VAT 25% 2,256.49" in page

    def test_an_option_is_worked_out_by_the_server(self, offer, buyer):
        page = words(buyer.get(offer.url, {"chose": "1", "option": option_of(offer)}))
        assert "Total with VAT €11,876.19 Without VAT €9,500.95" in page
        assert "Accept for €11,876.19" in page

    def test_what_is_not_of_this_proposal_counts_for_nothing(self, offer, buyer):
        page = words(buyer.get(offer.url, {"chose": "1", "option": [999_999, "x"]}))
        assert "Total with VAT €11,282.44" in page

    def test_it_speaks_the_language_asked_for(self, offer, buyer):
        page = buyer.get(offer.url, {"in": "fa"}).content.decode()
        assert '<html lang="fa" dir="rtl">' in page
        assert '<html lang="en" dir="ltr">' in buyer.get(offer.url, {"in": "xx"}).content.decode()


class TestAccepting:
    def test_the_first_step_writes_nothing_and_shows_what_is_signed(self, offer, buyer):
        page = buyer.post(f"{offer.url}sign/", SIGNED | {"chose": "1", "option": option_of(offer)})
        assert page.status_code == 200
        said = words(page)
        assert "What you sign" in said
        assert "Total with VAT €11,876.19" in said
        assert Answer.objects.count() == 0
        assert buyer.get(offer.url).status_code == 200

    def test_the_second_step_signs_it(self, offer, buyer, deal):
        answered = accept(buyer, offer, chose="1", option=option_of(offer))
        assert (answered.status_code, answered["Location"]) == (302, f"{offer.url}?in=en")
        answer = Answer.objects.get()
        assert (answer.kind, answer.name, answer.title) == ("accepted", "Kari Solheim", "Chief operating officer")
        assert (answer.net, answer.tax, answer.gross) == (Decimal("9500.95"), Decimal("2375.24"), Decimal("11876.19"))
        assert [choice["name"] for choice in answer.choices] == ["Reefer sensor kit", "Fitting", "Training"]
        assert (answer.time_zone, answer.address, answer.signed_by) == ("Europe/Oslo", "127.0.0.1", "typed")
        assert "iPhone" in answer.agent
        assert answer.statement_hash == sha256(answer.statement.encode()).hexdigest()
        assert Version.objects.get(pk=offer.version.pk).state == "accepted"
        assert Deal.objects.get(pk=deal.pk).proposal == "accepted"
        assert "Kari Solheim accepted for €11,876.19" in words(buyer.get(offer.url))

    def test_bad_input_is_said_and_kept(self, offer, buyer):
        page = buyer.post(f"{offer.url}sign/", {"name": "Kari Æ", "typed": ""})
        assert page.status_code == 422
        said = page.content.decode()
        assert 'value="Kari Æ"' in said
        assert "Sign here: draw your signature or type your name." in said
        assert "Tick this: only somebody who may sign can accept." in said

    def test_a_drawn_signature_is_kept_as_its_strokes(self, offer, buyer):
        accept(buyer, offer, drawn=STROKE, typed="")
        assert (Answer.objects.get().signed_by, Answer.objects.get().signature) == ("drawn", STROKE)
        assert STROKE in buyer.get(f"{offer.url}certificate/").content.decode()

    @pytest.mark.parametrize(
        "drawn", ["M1 1L2 2", '"><script>', "M1 1" + "L2 2" * 9000, "M999 1" + "L1 1" * 20, "M1 1C2 2"]
    )
    def test_what_is_no_signature_is_refused(self, offer, buyer, drawn):
        assert buyer.post(f"{offer.url}sign/", SIGNED | {"drawn": drawn}).status_code == 422

    def test_only_what_was_shown_is_signed(self, offer, buyer):
        sent = confirmed(buyer, offer) | {"chose": "1", "option": option_of(offer)}
        answered = buyer.post(f"{offer.url}accept/", sent)
        assert answered.status_code == 409
        assert "Something was changed since you looked." in words(answered)
        assert Answer.objects.count() == 0

    def test_the_second_who_accepts_reads_who_was_first(self, offer, buyer):
        other = browser(DESK)
        late = confirmed(other, offer, name="Lars Berg")
        accept(buyer, offer)
        answered = other.post(f"{offer.url}accept/", late)
        assert answered.status_code == 409
        assert "Kari Solheim accepted it on" in words(answered)

    def test_the_certificate_says_who_what_when_and_from_where(self, offer, buyer):
        assert buyer.get(f"{offer.url}certificate/").status_code == 404
        accept(buyer, offer)
        page, answer = words(buyer.get(f"{offer.url}certificate/")), Answer.objects.get()
        paper = offer.version.papers.get()
        moment = answer.answered_at.strftime("%Y-%m-%d %H:%M:%S UTC")
        for said in (answer.statement_hash, paper.sha256, moment, "Europe/Oslo", "127.0.0.1", "iPhone", "€11,282.44"):
            assert said in page

    def test_nobody_changes_an_answer(self, offer, buyer):
        accept(buyer, offer)
        with pytest.raises((InternalError, ProgrammingError), match="was given and stays"):
            Answer.objects.update(name="Somebody else")

    def test_it_is_told_in_order_and_reminds_nobody_any_more(self, offer, buyer, deal):
        accept(buyer, offer)
        told = Event.objects.filter(verb__startswith="proposal.", about__contains=[f"deal:{deal.pk}"]).order_by("pk")
        assert list(told.values_list("verb", flat=True))[-1] == "proposal.accepted"
        assert set(offer.link.reminders.values_list("state", flat=True)) == {ExpiryReminder.State.CANCELLED}
        assert Drawing.objects.get().kind == "signed"

    def test_a_link_to_what_was_accepted_stays_open_for_its_papers(self, offer, buyer):
        accept(buyer, offer)
        assert Link.objects.get(pk=offer.link.pk).expires_at > offer.link.expires_at

    def test_a_deal_worth_its_items_is_worth_what_was_accepted(self, offer, buyer, deal):
        Deal.objects.filter(pk=deal.pk).update(is_valued_by_items=True)
        accept(buyer, offer, chose="1", option=option_of(offer))
        assert Deal.objects.get(pk=deal.pk).amount == Decimal("9500.95")

    def test_one_worth_what_somebody_wrote_keeps_its_value(self, offer, buyer, deal):
        accept(buyer, offer)
        assert Deal.objects.get(pk=deal.pk).amount == deal.amount

    def test_a_colleague_cannot_answer_for_the_buyer(self, offer, client, cast, settings):
        settings.SAMPLE_MODE = False
        client.force_login(cast.bob)
        assert client.post(f"{offer.url}sign/", SIGNED).status_code == 403
        assert client.post(f"{offer.url}decline/", {"reason": "no"}).status_code == 403
        assert Answer.objects.count() == 0


class TestDeclining:
    def test_a_reason_is_asked_for(self, offer, buyer):
        assert buyer.get(f"{offer.url}decline/").status_code == 200
        assert buyer.post(f"{offer.url}decline/", {"reason": ""}).status_code == 422

    def test_it_is_told_with_its_reason(self, offer, buyer, deal):
        assert buyer.post(f"{offer.url}decline/", {"reason": "Too late for the season."}).status_code == 302
        event = Event.objects.get(verb="proposal.declined")
        assert (event.details["reason"], event.owner) == ("Too late for the season.", deal.owner)
        assert Deal.objects.get(pk=deal.pk).proposal == "declined"
        assert "This proposal was declined on" in words(buyer.get(offer.url))
        assert accept(buyer, offer).status_code == 409


class TestAsking:
    def test_a_question_lands_on_the_deal_once(self, offer, buyer, deal):
        sent = {"text": "Is Ålesund possible?", "seal": new_seal(offer.link)}
        assert buyer.post(f"{offer.url}ask/", sent).status_code == 200
        assert buyer.post(f"{offer.url}ask/", sent).status_code == 200
        event = Event.objects.get(verb="proposal.asked")
        assert (event.details["text"], f"deal:{deal.pk}" in event.about) == ("Is Ålesund possible?", True)

    def test_a_seal_of_nobody_is_refused_and_the_text_kept(self, offer, buyer):
        page = buyer.post(f"{offer.url}ask/", {"text": "Is Ålesund possible?", "seal": "x"})
        assert page.status_code == 422
        assert "Is Ålesund possible?" in page.content.decode()

    def test_it_is_answered_by_mail_once(self, offer, buyer, cast):
        buyer.post(f"{offer.url}ask/", {"text": "Possible?", "seal": new_seal(offer.link)})
        reply_to(Question.objects.get(), "Yes, it is.", by=cast.alice)
        mail = Outgoing.objects.get(key__contains=":reply:")
        assert mail.payload["to"] == ["kari@nordkyst.example"]
        assert mail.payload["reply_to"] == ["alice@tamar.example"]
        assert mail.payload["text"].startswith("Yes, it is.\n\n> Possible?")
        assert Event.objects.get(verb="proposal.replied").actor == cast.alice


@pytest.mark.django_db(transaction=True)
def test_two_devices_at_once_count_once(offer):
    """Real threads with connections of their own, let loose together, on many of them."""
    clients = [browser(f"{DESK} {number}") for number in range(6)]
    papers = [confirmed(client, offer, name=f"Kari {number}") for number, client in enumerate(clients)]
    barrier, statuses = Barrier(len(clients)), []

    def send(client, sent):
        barrier.wait()
        statuses.append(client.post(f"{offer.url}accept/", sent).status_code)
        connection.close()

    threads = [Thread(target=send, args=pair) for pair in zip(clients, papers, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [302, 409, 409, 409, 409, 409]
    assert Answer.objects.count() == 1
    assert Event.objects.filter(verb="proposal.accepted").count() == 1
    assert Drawing.objects.filter(kind="signed").count() == 1


def test_pages_ask_the_database_the_same_however_long_the_list(offer, buyer, django_assert_max_num_queries):
    buyer.get(offer.url)
    with django_assert_max_num_queries(8):
        page = buyer.get(offer.url)
    assert len(re.findall(r"<li>", page.content.decode())) >= 2
