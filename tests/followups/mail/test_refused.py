"""A letter that no mail server takes is told to its writer, with the reason, once."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from followups.mail.sending import write_letter
from followups.models import Letter, Notification
from timeline.actions import send_again
from timeline.models import Event, Outgoing
from timeline.outgoing import MOST_ATTEMPTS, send_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(deal, kari, cast):
    return write_letter(deal, to="kari@nordkyst.example", subject="Offer", body="Hi", by=cast.alice)


def try_now():
    Outgoing.objects.update(available_at=Now() - timedelta(seconds=1))
    return send_waiting()


def test_its_writer_hears_why_at_once_and_once(letter, cast, smtp):
    smtp.answer = "550 5.1.1 No such user here"
    assert [try_now() for _time in range(2)] == [0, 0]
    letter = Letter.objects.get()
    assert (letter.state, letter.bounce_reason, len(smtp.letters)) == ("bounced", "550 5.1.1 No such user here", 1)
    told = Notification.objects.get()
    assert (told.user, told.url) == (cast.alice, f"/letters/{letter.pk}/")
    assert told.text == "Your letter “Offer” did not reach kari@nordkyst.example: 550 5.1.1 No such user here"
    event = Event.objects.get(verb="letter.bounced")
    assert (event.subject, event.details["reason"]) == (f"deal:{letter.deal_id}", letter.bounce_reason)


def test_a_server_that_is_only_busy_is_asked_again_and_the_writer_told_at_the_end(letter, cast, smtp):
    smtp.answer = "451 come back later"
    for _time in range(MOST_ATTEMPTS - 1):
        try_now()
    assert not Notification.objects.exists()
    try_now()
    assert "451" in Notification.objects.get().text
    assert Letter.objects.get().state == "bounced"


def test_one_sent_again_by_an_admin_is_sent_or_stays_told_once(letter, cast, smtp):
    smtp.answer = "554 5.7.1 We like no offers"
    try_now()
    for answer, state in (("550 Still not", "bounced"), ("250 OK", "sent")):
        send_again(Outgoing.objects.get(), by=cast.ada)
        smtp.answer = answer
        try_now()
        assert (Letter.objects.get().state, Notification.objects.count()) == (state, 1)


def test_what_is_no_letter_is_given_up_in_silence(smtp, cast, letter):
    Letter.objects.update(outgoing=None)
    smtp.answer = "550 No"
    try_now()
    assert (bool(Outgoing.objects.get().failed_at), Notification.objects.exists()) == (True, False)
