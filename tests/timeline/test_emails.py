"""An e-mail as the mail server gets it: who writes, where answers and failures go, and what hangs on it."""

import uuid
from smtplib import SMTPAuthenticationError, SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from types import SimpleNamespace

import pytest
from django.utils.crypto import get_random_string

from followups.models import Attachment, Letter
from kit.sealing import place_of_mail, sealed
from timeline.emails import as_email, final_refusal
from timeline.models import MailboxMessage, Outgoing
from timeline.outgoing import queue_email, send_waiting

pytestmark = pytest.mark.django_db
MAIL = {"to": "kari@nordkyst.example", "subject": "Offer", "text": "Dear Kari"}


def test_what_is_not_named_is_the_houses_own(smtp, settings):
    settings.DEFAULT_FROM_EMAIL = "Kariz <kariz@tamar.example>"
    queue_email(key="1", **MAIL)
    send_waiting()
    [mail] = smtp.letters
    assert (mail["From"], mail["Reply-To"]) == ("Kariz <kariz@tamar.example>", None)


def test_a_person_writes_answers_arrive_at_us_and_failures_come_back(smtp):
    key = uuid.uuid4()
    more = {
        "from": "Alice Archer <alice@tamar.example>",
        "envelope": "kariz+0a1b@in.tamar.example",
        "reply_to": ["kariz+0a1b@in.tamar.example"],
        "headers": {"List-Unsubscribe": "<https://kariz.example/stop>", "In-Reply-To": "<old@there>"},
    }
    queue_email(key="1", message_id=key, **MAIL, **more)
    send_waiting()
    [mail] = smtp.letters
    assert mail["From"] == "Alice Archer <alice@tamar.example>"
    assert mail["Reply-To"] == "kariz+0a1b@in.tamar.example"
    assert mail["Message-ID"] == f"<{key}@127.0.0.1>"
    assert (mail["In-Reply-To"], mail["List-Unsubscribe"]) == ("<old@there>", "<https://kariz.example/stop>")
    assert smtp.senders == ["kariz+0a1b@in.tamar.example"]


def test_files_hang_on_it(smtp):
    letter = Letter.objects.create(direction="out", sender="a@b.example", subject="Offer", text="", message_id="1@b")
    file = Attachment.objects.create(
        letter=letter, name="offer.pdf", content_type="application/pdf", size=4, sha256="0" * 64, content=b"%PDF"
    )
    queue_email(key="1", attachments=[file.pk], **MAIL)
    send_waiting()
    [part] = smtp.letters[0].iter_attachments()
    assert (part.get_filename(), part.get_content_type(), part.get_content()) == (
        "offer.pdf",
        "application/pdf",
        b"%PDF",
    )


def test_a_long_subject_breaks_no_head():
    payload = {"to": ["a@b.example"], "subject": get_random_string(400), "text": "", "html": ""}
    message = SimpleNamespace(payload=payload, message_id=uuid.uuid4())
    assert as_email(message).message().as_bytes().count(b"\n\n") == 1


def test_a_subject_is_one_line():
    payload = {"to": ["kari@fjord.example"], "subject": "Demo\r\nBcc: all@fjord.example", "text": "", "html": ""}
    email = as_email(SimpleNamespace(payload=payload, message_id=uuid.uuid4()))
    assert (email.message()["Subject"], email.recipients()) == ("Demo Bcc: all@fjord.example", ["kari@fjord.example"])


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (SMTPRecipientsRefused({"a@b.c": (550, b"5.1.1 No such\r\nuser")}), "550 5.1.1 No such user"),
        (SMTPRecipientsRefused({"a@b.c": (550, b"No"), "d@e.f": (451, b"Later")}), ""),
        (SMTPRecipientsRefused({"a@b.c": (530, b"Sign in first")}), ""),
        (SMTPDataError(554, "Spam"), "554 Spam"),
        (SMTPDataError(452, b"Full"), ""),
        (SMTPSenderRefused(550, b"Not you", "kariz@tamar.example"), ""),
        (SMTPAuthenticationError(535, b"Wrong password"), ""),
        (ConnectionRefusedError(), ""),
    ],
)
def test_only_a_refusal_of_the_mail_itself_is_for_good(error, said):
    assert final_refusal(error) == said


def test_bytes_go_along_and_are_not_kept(smtp):
    pdf = {"name": "win-rate.pdf", "type": "application/pdf"}
    queue_email(key="1", files=[pdf | {"base64": "JVBERv8="}], **MAIL)
    send_waiting()
    [part] = smtp.letters[0].iter_attachments()
    assert (part.get_filename(), part.get_content()) == ("win-rate.pdf", b"%PDF\xff")
    assert Outgoing.objects.get().payload["files"] == [pdf]


def test_sealed_words_open_as_the_mail_leaves_and_stay_in_no_table(smtp):
    word = sealed("https://kariz.example/p/s3cret/", place_of_mail(["kari@nordkyst.example"]))
    queue_email(key="1", to="kari@nordkyst.example", subject="Offer", text=f"Look: {word}", html=f'<a href="{word}">')
    assert "s3cret" not in str(Outgoing.objects.values())
    send_waiting()
    [mail] = smtp.letters
    plain, html = mail.iter_parts()
    assert plain.get_content().strip() == "Look: https://kariz.example/p/s3cret/"
    assert html.get_content().strip() == '<a href="https://kariz.example/p/s3cret/">'
    assert Outgoing.objects.get().payload["text"] == "Look: …"


def test_the_mailbox_of_sample_mode_keeps_them_as_closed(settings):
    settings.MAILERS = {"default": {"BACKEND": "timeline.mail.MailboxBackend"}}
    word = sealed("https://kariz.example/p/s3cret/", place_of_mail(["kari@nordkyst.example"]))
    queue_email(key="1", to="kari@nordkyst.example", subject="Offer", text=f"Look: {word}", html=f"<p>{word}</p>")
    send_waiting()
    letter = MailboxMessage.objects.get()
    assert "s3cret" not in str(MailboxMessage.objects.values())
    assert letter.words == "Look: https://kariz.example/p/s3cret/"
    assert letter.safe_html == "<p>https://kariz.example/p/s3cret/</p>"
