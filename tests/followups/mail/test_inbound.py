"""Mail that another program hands in: under our secret alone, once, and never too much of it."""

import time

import pytest

from followups.mail.addresses import reply_address
from followups.mail.inbound import sign
from followups.mail.views import public
from followups.models import Letter, Notification
from tests.followups.mail.letters import raw_mail

pytestmark = pytest.mark.django_db
URL = "/mail/inbound/"
SECRET = "a secret of twenty-four letters"


@pytest.fixture
def secret(inbound):
    inbound["secret"] = SECRET


def hand_in(client, raw, **headers):
    return client.post(URL, raw, content_type="message/rfc822", headers=headers)


def test_with_the_secret_it_is_filed_once(client, secret, deal, kari):
    raw = raw_mail("kari@nordkyst.example", reply_address(deal))
    answers = [hand_in(client, raw, Authorization=f"Bearer {SECRET}").json() for _time in range(2)]
    assert answers == [{"letter": Letter.objects.get().pk, "filed": True}] * 2


def test_it_says_to_whom_the_mail_came(client, secret, deal, kari):
    headers = {"Authorization": f"Bearer {SECRET}", "X-Kariz-Recipient": reply_address(deal)}
    assert hand_in(client, raw_mail("kari@nordkyst.example", "x@y.example"), **headers).json()["filed"] is True


def test_signed_mail_is_taken_while_it_is_fresh(client, secret, deal, kari):
    raw = raw_mail("kari@nordkyst.example", reply_address(deal))
    statuses = []
    for age in (0, 400):
        moment = str(int(time.time()) - age)
        headers = {"X-Kariz-Timestamp": moment, "X-Kariz-Signature": f"sha256={sign(SECRET, moment, raw)}"}
        statuses.append(hand_in(client, raw, **headers).status_code)
    assert statuses == [200, 401]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Bearer {SECRET}", "X-Kariz-Signature": "é", "X-Kariz-Timestamp": "1"},
        {"X-Kariz-Signature": "00", "X-Kariz-Timestamp": "x"},
    ],
)
def test_without_it_nothing_is(client, secret, deal, headers):
    assert hand_in(client, raw_mail(to=reply_address(deal)), **headers).status_code == 401
    assert Letter.objects.count() == 0


def test_where_no_secret_is_set_nobody_knows_it(client, inbound):
    inbound["secret"] = ""
    assert hand_in(client, raw_mail(), Authorization="Bearer ").status_code == 401


def test_wrong_secrets_are_counted(client, secret, monkeypatch):
    monkeypatch.setattr(public, "WRONG_SECRETS", 2)
    assert [hand_in(client, b"x").status_code for _time in range(3)] == [401, 401, 429]


def test_too_much_is_refused(client, secret, monkeypatch):
    monkeypatch.setattr(public, "LARGEST", 100)
    assert hand_in(client, b"x" * 200, Authorization=f"Bearer {SECRET}").status_code == 413


class Unread:
    """A body that must not be read."""

    def read(self, *_sizes):
        raise AssertionError("The mail was read.")

    readline = read


@pytest.mark.parametrize(
    "heads",
    [
        {},
        {"HTTP_AUTHORIZATION": "Bearer wrong"},
        {"HTTP_X_KARIZ_SIGNATURE": "00", "HTTP_X_KARIZ_TIMESTAMP": "1", "HTTP_AUTHORIZATION": f"Bearer {SECRET}"},
    ],
)
def test_nothing_is_read_before_the_heads_are_right(client, secret, heads):
    answer = client.post(URL, **heads | {"wsgi.input": Unread(), "CONTENT_LENGTH": "1000"})
    assert answer.status_code == 401


def test_a_mail_of_very_many_parts_waits_unfiled_with_all_of_it(client, secret, deal, kari, cast):
    many = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 20_000
    heads = b"From: kari@nordkyst.example\r\nSubject: Many\r\nTo: " + reply_address(deal).encode()
    raw = heads + b"\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + many
    begun = time.monotonic()
    answers = [hand_in(client, raw, Authorization=f"Bearer {SECRET}").json() for _time in range(2)]
    assert time.monotonic() - begun < 5
    letter = Letter.objects.get()
    assert answers == [{"letter": letter.pk, "filed": False}] * 2
    assert (letter.user, letter.about, letter.subject) == (cast.alice, None, "Many")
    assert letter.text == "It has too many parts to be taken apart. All of it is attached."
    assert [(file.name, bytes(file.content) == raw) for file in letter.attachments.all()] == [("mail.eml", True)]
    assert Notification.objects.get().text == "“Many” waits for you to say where it belongs"


def test_one_for_a_lead_of_nobody_stays_with_the_lead(client, secret, lead):
    lead.owner = None
    lead.save()
    raw = b"From: mwana@dar.example\r\nTo: " + reply_address(lead).encode()
    raw += b"\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 2000
    assert hand_in(client, raw, Authorization=f"Bearer {SECRET}").json()["filed"] is True
    assert Letter.objects.get().lead == lead
