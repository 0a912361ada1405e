import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from timeline.live.token import read
from timeline.log import record
from timeline.models import Event, MailboxMessage, Outgoing, SetAside

pytestmark = pytest.mark.django_db
MAILBOX = "/mailbox/"
MACHINE_ROOM = "/machine-room/"


def letter_to(*people, subject="Call Kari", text="Today 15:00", html=""):
    return MailboxMessage.objects.create(
        message_id=f"<{MailboxMessage.objects.count()}@kariz>",
        sender="kariz@localhost",
        recipients=[person.email for person in people],
        subject=subject,
        text=text,
        html=html,
    )


class TestMailbox:
    def test_shows_mails_to_me_and_to_nobody_else(self, as_user, cast):
        letter_to(cast.alice, subject="For Alice")
        letter_to(cast.bob, subject="For Bob")
        page = as_user(cast.alice).get(MAILBOX).content.decode()
        assert ("For Alice" in page, "For Bob" in page) == (True, False)

    def test_shows_admins_everybodys(self, as_user, cast):
        letter_to(cast.alice, subject="For Alice")
        assert "For Alice" in as_user(cast.ada).get(MAILBOX).content.decode()

    def test_says_so_when_empty(self, as_user, cast):
        assert "No mail yet" in as_user(cast.alice).get(MAILBOX).content.decode()

    def test_asks_the_database_as_often_for_fifty_as_for_one(self, as_user, cast):
        client = as_user(cast.alice)
        letter_to(cast.alice)
        with CaptureQueriesContext(connection) as for_one:
            client.get(MAILBOX)
        for _ in range(59):
            letter_to(cast.alice)
        with CaptureQueriesContext(connection) as for_fifty:
            page = client.get(MAILBOX).content.decode()
        assert page.count("Call Kari") == 50
        assert len(for_fifty) <= len(for_one)
        assert as_user(cast.alice).get(MAILBOX, {"page": 2}).content.decode().count("Call Kari") == 10

    def test_a_letter_is_read(self, as_user, cast):
        letter = letter_to(cast.alice, text="Open https://kariz.example/x now")
        page = as_user(cast.alice).get(reverse("timeline:letter", args=[letter.pk])).content.decode()
        assert '<a href="https://kariz.example/x"' in page

    def test_a_letter_can_do_no_harm(self, as_user, cast):
        html = (
            '<title>Hello</title><p style="color:red" onclick="x()">Hello <b>Alice</b></p><script>x()</script><img src="http://evil.example/x">'
            '<a href="javascript:x()">bad</a><style>p{}</style><iframe src="/"></iframe><form><input></form>'
        )
        page = as_user(cast.alice).get(reverse("timeline:letter", args=[letter_to(cast.alice, html=html).pk]))
        words = page.content.decode().partition('<div class="words" dir="auto">')[2].partition("</div>")[0]
        assert words == '<p>Hello <b>Alice</b></p><a rel="noopener noreferrer">bad</a>'

    def test_strangers_find_no_letter(self, as_user, cast):
        address = reverse("timeline:letter", args=[letter_to(cast.alice).pk])
        answers = [as_user(person).get(address).status_code for person in (cast.bob, cast.charlie, cast.mona, cast.ada)]
        assert answers == [404, 404, 404, 200]

    def test_there_is_none_outside_sample_mode(self, as_user, cast, settings):
        settings.SAMPLE_MODE = False
        letter = letter_to(cast.alice)
        addresses = [MAILBOX, reverse("timeline:letter", args=[letter.pk])]
        assert [as_user(cast.alice).get(address).status_code for address in addresses] == [404, 404]

    def test_is_only_read(self, as_user, cast):
        assert as_user(cast.alice).post(MAILBOX).status_code == 405


class TestMachineRoom:
    @pytest.fixture
    def failure(self, cast):
        event = record("deal.broken", cast.alice, by=cast.ada)
        return SetAside.objects.create(
            listener="forecasting", event=event, tries=5, parked=True, error="Traceback\nValueError: no such stage"
        )

    @pytest.fixture
    def mail(self):
        payload = {"to": ["a@b.example"], "subject": "Secret", "text": "", "html": ""}
        return Outgoing.objects.create(
            key="reminder:7", payload=payload, attempts=6, failed_at="2026-11-01T00:00Z", last_error="refused"
        )

    def test_shows_what_could_not_be_done(self, as_user, cast, failure, mail):
        page = as_user(cast.mona).get(MACHINE_ROOM).content.decode()
        for words in ("deal.broken", "ValueError: no such stage", "Given up after 5 tries", "reminder:7", "refused"):
            assert words in page
        assert "Secret" not in page

    def test_is_for_those_who_lead(self, as_user, cast):
        people = (cast.alice, cast.gus, cast.mona, cast.ada)
        assert [as_user(person).get(MACHINE_ROOM).status_code for person in people] == [403, 403, 200, 200]

    def test_an_event_is_tried_again(self, as_user, cast, failure):
        answer = as_user(cast.mona).post(reverse("timeline:event-again", args=[failure.pk]))
        failure.refresh_from_db()
        assert (answer.status_code, failure.parked, failure.tries) == (302, False, 0)
        assert failure.retry_at
        assert Event.objects.get(verb="event.retried").details == {"listener": "forecasting"}

    def test_a_mail_is_sent_again(self, as_user, cast, mail):
        answer = as_user(cast.mona).post(reverse("timeline:mail-again", args=[mail.pk]))
        assert answer.status_code == 302
        assert list(Outgoing.objects.due()) == [mail]

    def test_trying_again_needs_the_right_and_a_post(self, as_user, cast, failure, mail):
        again = [reverse("timeline:event-again", args=[failure.pk]), reverse("timeline:mail-again", args=[mail.pk])]
        assert [as_user(cast.alice).post(address).status_code for address in again] == [403, 403]
        assert [as_user(cast.mona).get(address).status_code for address in again] == [405, 405]

    def test_a_mail_that_was_not_given_up_is_not_found(self, as_user, cast, mail):
        Outgoing.objects.update(failed_at=None)
        assert as_user(cast.mona).post(reverse("timeline:mail-again", args=[mail.pk])).status_code == 404


def test_a_page_without_a_board_gets_a_token_for_its_own_notices(as_user, cast, settings):
    token = read(as_user(cast.alice).get("/live-token/").json()["token"], settings.SECRET_KEY)
    assert (token.user_id, token.board) == (cast.alice.pk, 0)
