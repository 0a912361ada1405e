"""What leaves the house: once by key, tried again with growing pauses, under the same Message-ID whatever happens."""

import threading
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models.functions import Now

from timeline import outgoing
from timeline.log import record
from timeline.models import MailboxMessage, Outgoing
from timeline.outgoing import PAUSES, claim, deliver, queue_email, send_waiting

MAIL = {"to": "alice@tamar.example", "subject": "Call Kari", "text": "Today 15:00"}


@pytest.fixture
def mailbox(settings):
    settings.MAILERS = {"default": {"BACKEND": "timeline.mail.MailboxBackend"}}


@pytest.mark.django_db
class TestQueue:
    def test_a_key_is_sent_once(self):
        for subject in ("First", "Second"):
            queue_email(key="reminder:7", **MAIL | {"subject": subject})
        assert Outgoing.objects.get().payload["subject"] == "First"

    def test_nothing_leaves_before_its_time(self):
        queue_email(key="1", available_at=Now() + timedelta(hours=1), **MAIL)
        assert claim() is None

    def test_the_longest_due_leaves_first(self):
        queue_email(key="young", **MAIL)
        queue_email(key="old", available_at=Now() - timedelta(hours=1), **MAIL)
        assert [claim().key, claim().key, claim()] == ["old", "young", None]

    def test_what_was_undone_is_dropped(self, cast, mailbox):
        event = record("deal.moved", cast.north, by=cast.alice)
        queue_email(key="1", event=event, **MAIL)
        record("deal.moved", cast.north, by=cast.alice, undoes=event)
        assert send_waiting() == 0
        assert Outgoing.objects.get().dropped_at
        assert MailboxMessage.objects.count() == 0

    def test_a_claim_is_a_lease(self):
        queue_email(key="1", **MAIL)
        first = claim()
        assert claim() is None
        Outgoing.objects.update(lease_until=Now() - timedelta(seconds=1))
        assert (claim().pk, Outgoing.objects.get().attempts) == (first.pk, 2)

    def test_who_lost_the_lease_has_no_say(self):
        queue_email(key="1", **MAIL)
        slow = claim()
        Outgoing.objects.update(lease_until=Now() - timedelta(seconds=1))
        claim()
        outgoing.settle(slow, failed_at=Now())
        assert Outgoing.objects.get().failed_at is None


@pytest.mark.django_db
class TestSending:
    def test_a_mail_arrives_whole(self, smtp, settings):
        queue_email(key="1", html="<b>Today 15:00</b>", **MAIL)
        assert send_waiting() == 1
        (letter,) = smtp.letters
        text, html = letter.get_payload()
        assert (letter["To"], letter["Subject"]) == ("alice@tamar.example", "Call Kari")
        assert letter["Message-ID"] == f"<{Outgoing.objects.get().message_id}@127.0.0.1>"
        assert text.get_payload().strip() == "Today 15:00"
        assert html.get_content_type() == "text/html"
        sent = Outgoing.objects.get()
        assert (sent.attempts, sent.lease_until, sent.last_error) == (1, None, "")
        assert sent.sent_at

    def test_sent_is_sent(self, smtp):
        queue_email(key="1", **MAIL)
        assert [send_waiting(), send_waiting()] == [1, 0]
        assert len(smtp.letters) == 1

    def test_a_crash_between_sending_and_noting_it_repeats_the_same_message_id(self, smtp, monkeypatch):
        queue_email(key="1", **MAIL)
        with monkeypatch.context() as crash:
            crash.setattr(outgoing, "settle", raise_interrupt)
            with pytest.raises(KeyboardInterrupt):
                send_waiting()
        assert send_waiting() == 0  # the lease still runs
        Outgoing.objects.update(lease_until=Now() - timedelta(seconds=1))
        assert send_waiting() == 1
        assert len({letter["Message-ID"] for letter in smtp.letters}) == 1
        assert len(smtp.letters) == 2

    def test_a_refused_mail_is_tried_again_with_growing_pauses_and_given_up_after_six(self, smtp):
        smtp.answer = "451 come back later"
        queue_email(key="1", **MAIL)
        pauses = []
        for _ in range(6):
            assert send_waiting() == 0
            pauses.append(pause_of(Outgoing.objects.get()))
            Outgoing.objects.update(available_at=Now())
        assert pauses[:5] == PAUSES
        given_up = Outgoing.objects.get()
        assert (given_up.attempts, bool(given_up.failed_at), claim()) == (6, True, None)
        assert "come back later" in given_up.last_error
        assert len({letter["Message-ID"] for letter in smtp.letters}) == 1

    def test_one_that_kills_its_sender_each_time_is_given_up_too(self):
        queue_email(key="1", **MAIL)
        for _ in range(6):
            claim()
            Outgoing.objects.update(lease_until=Now() - timedelta(seconds=1))
        assert deliver(claim()) is False
        assert Outgoing.objects.get().failed_at

    def test_a_bad_address_does_not_stop_the_others(self, smtp):
        queue_email(key="1", **MAIL | {"to": "nobody at all"})
        queue_email(key="2", **MAIL)
        send_waiting()
        assert [letter["To"] for letter in smtp.letters] == ["alice@tamar.example"]


@pytest.mark.django_db(transaction=True)
def test_several_senders_share_the_work(smtp):
    for number in range(40):
        queue_email(key=str(number), **MAIL | {"subject": str(number)})
    senders = [threading.Thread(target=send_and_leave) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sorted(int(letter["Subject"]) for letter in smtp.letters) == list(range(40))


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_never_leaves(smtp):
    with transaction.atomic():
        queue_email(key="1", **MAIL)
        transaction.set_rollback(True)
    assert send_waiting() == 0


@pytest.mark.django_db
class TestMailbox:
    def test_in_sample_mode_mail_stays_in_the_house(self, mailbox):
        queue_email(key="1", html="<b>Today</b>", **MAIL | {"to": ["Alice@Tamar.example", "bob@tamar.example"]})
        assert send_waiting() == 1
        letter = MailboxMessage.objects.get()
        assert letter.recipients == ["alice@tamar.example", "bob@tamar.example"]
        assert (letter.subject, letter.text, letter.html) == ("Call Kari", "Today 15:00", "<b>Today</b>")

    def test_the_same_message_id_shows_once(self, mailbox):
        for _ in range(2):
            EmailMessage("Hello", "", to=["a@b.example"], headers={"Message-ID": "<1@kariz>"}).send()
        assert MailboxMessage.objects.count() == 1


def pause_of(message):
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        return timedelta(seconds=round((message.available_at - cursor.fetchone()[0]).total_seconds()))


def send_and_leave():
    try:
        send_waiting()
    finally:
        connection.close()


def raise_interrupt(*args, **kwargs):
    raise KeyboardInterrupt
