"""Letters leave once, from a person, to where answers find their deal; and ten seconds long they can be taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from followups.mail.addresses import tokens_in
from followups.mail.merging import Unresolved
from followups.mail.opting_out import OptedOut, letter_of, opt_in, opt_out
from followups.mail.sending import send_letter, withdraw_letter, write_letter
from followups.models import Attachment, Letter, MailAddress, Signature
from timeline.models import Event, Outgoing
from timeline.outgoing import send_waiting

pytestmark = pytest.mark.django_db
PDF = ("C:\\offers\\offer.pdf", b"%PDF-1.7")


def write(about, by, **more):
    facts = {"to": "kari@nordkyst.example", "subject": "About {{deal.title}}", "body": "Hi **{{contact.first_name}}**"}
    return write_letter(about, by=by, **facts | more)


def send_now():
    Outgoing.objects.update(available_at=timezone.now() - timedelta(seconds=1))
    return send_waiting()


def test_a_letter_is_kept_said_and_sent(deal, kari, cast, smtp):
    letter = write(deal, cast.alice, files=[PDF])
    assert (letter.deal, letter.contact, letter.company) == (deal, kari, deal.company)
    event = Event.objects.get(verb="letter.sent")
    assert (event.subject, event.owner, event.details["to"]) == (f"deal:{deal.pk}", cast.alice, "kari@nordkyst.example")
    assert send_now() == 1
    [mail] = smtp.letters
    assert (mail["Subject"], mail["From"]) == ("About Reefer fleet telemetry", "Alice Archer <alice@tamar.example>")
    assert mail.get_body(("plain",)).get_content().split() == ["Hi", "**Kari**"]
    assert "<strong>Kari</strong>" in mail.get_body(("html",)).get_content()
    assert [part.get_filename() for part in mail.iter_attachments()] == ["offer.pdf"]
    assert Letter.objects.get().state == "sent"


def test_answers_and_failures_come_to_the_deals_own_address(deal, kari, cast, smtp):
    write(deal, cast.alice)
    write(deal, cast.alice)
    send_now()
    address = MailAddress.objects.get()
    assert {mail["Reply-To"] for mail in smtp.letters} == {f"kariz+{address.token}@in.tamar.example"}
    assert set(smtp.senders) == {f"kariz+{address.token}@in.tamar.example"}
    assert len(address.token) == 24


def test_without_inbound_mail_answers_go_to_the_writer(deal, kari, cast, smtp, settings):
    settings.INBOUND = settings.INBOUND | {"address": ""}
    write(deal, cast.alice)
    send_now()
    assert (smtp.letters[0]["Reply-To"], smtp.senders) == ("alice@tamar.example", ["kariz@tamar.example"])


def test_a_person_of_another_house_writes_in_our_name(deal, kari, cast, smtp):
    cast.alice.email = "alice@freemail.example"
    write(deal, cast.alice)
    send_now()
    assert smtp.letters[0]["From"] == "Alice Archer <kariz@tamar.example>"


def test_what_stands_under_letters_is_there(deal, kari, cast):
    Signature.objects.create(user=cast.alice, text="Alice Archer, Tamar")
    assert write(deal, cast.alice).text == "Hi **Kari**\n\nAlice Archer, Tamar"


def test_an_answer_names_what_it_answers(deal, kari, cast, smtp):
    first = write(deal, cast.alice)
    second = write(deal, cast.alice, answers=first)
    write(deal, cast.alice, answers=second)
    send_now()
    mail = smtp.letters[-1]
    assert mail["In-Reply-To"] == f"<{second.message_id}>"
    assert mail["References"].split() == [f"<{first.message_id}>", f"<{second.message_id}>"]


def test_ten_seconds_long_a_letter_is_taken_back(deal, kari, cast, smtp):
    letter = write(deal, cast.alice)
    assert send_waiting() == 0
    withdraw_letter(letter, by=cast.alice)
    assert send_now() == 0
    assert smtp.letters == []
    assert Letter.objects.get().state == "withdrawn"
    assert Event.objects.get(verb="letter.sent").undone_by.verb == "letter.withdrawn"


def test_what_has_left_is_not_taken_back(deal, kari, cast, smtp):
    letter = write(deal, cast.alice)
    send_now()
    with pytest.raises(ValidationError, match="It has left already"):
        withdraw_letter(letter, by=cast.alice)
    assert Event.objects.get(verb="letter.sent").undone_by is None


def test_a_gap_without_words_stops_the_letter(deal, kari, cast):
    with pytest.raises(Unresolved, match="{{deal.product}}"):
        write(deal, cast.alice, body="Our {{deal.product}}")
    assert (Letter.objects.count(), Outgoing.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_a_file_that_may_do_harm_stops_the_letter(deal, kari, cast):
    with connection.cursor(), pytest.raises(ValidationError, match=r"Not taken: setup\.exe"):
        write(deal, cast.alice, files=[("setup.exe", b"MZ")])
    assert Letter.objects.count() == 0


class TestOfTemplates:
    def test_it_goes_to_the_person_once_for_each_key(self, deal, kari, cast, make_template, smtp):
        template = make_template()
        first = send_letter(template, about=deal, key="rule:1")
        assert send_letter(template, about=deal, key="rule:1") == first
        assert (first.user, first.recipients, Outgoing.objects.count()) == (cast.alice, ["kari@nordkyst.example"], 1)

    def test_it_leaves_at_once_with_a_way_out(self, deal, kari, make_template, smtp):
        letter = send_letter(make_template(), about=deal, key="1")
        assert send_waiting() == 1
        [mail] = smtp.letters
        link = mail["List-Unsubscribe"].strip("<>")
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert link in mail.get_body(("plain",)).get_content()
        assert letter_of(link.rstrip("/").rpartition("/")[2]) == letter

    def test_without_an_address_it_is_not_sent(self, deal, make_template):
        with pytest.raises(Unresolved) as refusal:
            send_letter(make_template(), about=deal, key="1")
        assert refusal.value.fields == ["contact.email"]

    def test_it_is_said_in_the_language_of_the_template(self, deal, kari, make_template):
        template = make_template(body="{{deal.expected_close}}", language="fa")
        deal.expected_close = timezone.localdate()
        assert send_letter(template, about=deal, key="1").text != f"{deal.expected_close:%a}"

    def test_whoever_wants_none_gets_none_from_templates(self, deal, kari, cast, make_template):
        opt_out(send_letter(make_template(), about=deal, key="1"))
        with pytest.raises(OptedOut):
            send_letter(make_template(name="Second"), about=deal, key="2")
        assert write(deal, cast.alice).pk
        opt_in("Kari@Nordkyst.example", about=deal, by=cast.alice)
        assert send_letter(make_template(name="Third"), about=deal, key="3").pk
        verbs = Event.objects.filter(verb__startswith="letter.opted").order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == ["letter.opted_out", "letter.opted_in"]

    def test_it_is_dropped_when_what_caused_it_was_undone(self, deal, kari, cast, make_template, smtp):
        cause = Event.objects.create(verb="deal.moved", subject=f"deal:{deal.pk}")
        send_letter(make_template(), about=deal, key="1", event=cause)
        Event.objects.filter(pk=cause.pk).update(undone_by=Event.objects.create(verb="x", subject="x"))
        assert send_waiting() == 0
        assert Letter.objects.get().state == "withdrawn"


def test_strangers_see_no_letters(deal, kari, cast):
    write(deal, cast.alice, files=[PDF])
    seen = {name: Letter.objects.visible_to(getattr(cast, name)).count() for name in ("alice", "bob", "charlie", "gus")}
    assert seen == {"alice": 1, "bob": 1, "charlie": 0, "gus": 1}
    assert Attachment.objects.get().name == "offer.pdf"


def test_tokens_are_found_in_our_addresses_alone():
    token = "0a" * 12
    assert tokens_in([f"Kariz+{token.upper()}@in.tamar.example", f"kariz+{token}@evil.example", "x@y.example"]) == [
        token
    ]
