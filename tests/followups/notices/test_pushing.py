"""Telling browsers: real words to a real server, readable by one browser only, and no longer than it wants them."""

import base64
import json
import os

import http_ece
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core import signing
from django.core.management import call_command
from django.db.models.functions import Now

from followups.actions import notify
from followups.models import Notification, PushSubscription
from followups.notices import vapid
from followups.notices.pushing import MOST_BROWSERS, READ_SALT, keep_browser, read_by, reading_of
from timeline.models import Outgoing
from timeline.outgoing import PAUSES, send_waiting

CHANNELS = "/settings/notifications/"


def spelt(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Browser:
    """What a real browser keeps: its private key and the secret it gave to us."""

    def __init__(self):
        self.key, self.secret = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        self.p256dh = spelt(self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
        self.auth = spelt(self.secret)

    def read(self, body):
        words = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        return json.loads(words)


@pytest.fixture
def browser():
    return Browser()


@pytest.fixture
def kept(cast, browser, listener):
    """Alice's browser, told by the push service on this machine."""
    facts = {"p256dh": browser.p256dh, "auth": browser.auth, "browser": "Firefox, Linux"}
    return keep_browser(cast.alice, endpoint=f"{listener.url}/push/abc", **facts)


def tell(user, text="Call Kari", key="1"):
    notify(user, key=key, kind="handed_over", text=text, url="/my-day/")


def test_a_notice_reaches_the_browser_and_nobody_else_reads_it(cast, kept, browser, listener):
    tell(cast.alice, "Call Kari · 看船")
    assert send_waiting() == 1
    (path, headers, body) = listener.heard[0]
    notice = Notification.objects.get()
    assert path == "/push/abc"
    assert b"Kari" not in body
    said = browser.read(body)
    read = said.pop("read")
    assert said == {"text": "Call Kari · 看船", "url": "/my-day/", "tag": f"notice-{notice.pk}"}
    assert read_by(read.split("/")[-2]) == notice
    assert (headers["Content-Encoding"], int(headers["TTL"]) > 0) == ("aes128gcm", True)
    kept.refresh_from_db()
    assert kept.told_at


def test_the_house_says_who_it_is(cast, kept, listener, settings):
    settings.BASE_URL = "https://kariz.tamar.example"
    tell(cast.alice)
    send_waiting()
    scheme, said, key = listener.heard[0][1]["Authorization"].replace(",", "").split(" ")
    point = vapid.read(key.removeprefix("k="))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    claims = jwt.decode(said.removeprefix("t="), public, algorithms=["ES256"], audience=listener.url)
    assert (scheme, claims["sub"]) == ("vapid", "https://kariz.tamar.example")
    assert key == f"k={vapid.server_key()}"


def test_the_key_of_the_house_is_always_the_same_and_another_with_another_secret(settings):
    first = vapid.server_key()
    assert vapid.server_key() == first
    settings.SECRET_KEY = "something else" * 5
    assert vapid.server_key() != first


def test_no_row_and_no_dump_holds_the_key_of_the_house(cast, kept, tmp_path):
    tell(cast.alice)
    secret = vapid.house_key(vapid.settings.SECRET_KEY).private_numbers().private_value
    dump = tmp_path / "dump.json"
    call_command("dumpdata", "followups", "timeline", output=str(dump), verbosity=0)
    said = dump.read_text()
    assert kept.endpoint in said
    assert not any(form in said for form in (str(secret), f"{secret:x}", spelt(secret.to_bytes(32))))


def test_what_waits_holds_no_words(cast, kept):
    tell(cast.alice)
    assert Outgoing.objects.get().payload == {"notice": Notification.objects.get().pk, "subscription": kept.pk}


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(cast, kept, listener, status):
    listener.status = status
    tell(cast.alice)
    assert send_waiting() == 0
    assert not PushSubscription.objects.exists()
    assert Outgoing.objects.get().dropped_at


@pytest.mark.parametrize("status", [302, 403, 429, 500, 503])
def test_a_service_that_does_not_take_it_is_asked_again(cast, kept, browser, listener, status):
    listener.status, listener.headers = status, {"Location": f"{listener.url}/elsewhere"}
    tell(cast.alice)
    assert send_waiting() == 0
    message = Outgoing.objects.get()
    assert (message.sent_at, message.dropped_at, message.attempts) == (None, None, 1)
    assert str(status) in message.last_error
    Outgoing.objects.update(available_at=Now() - PAUSES[0])
    listener.status = 201
    assert send_waiting() == 1
    assert len({headers["Topic"] for _path, headers, _body in listener.heard}) == 1


def test_what_was_read_meanwhile_stays_unsaid(cast, kept, listener):
    tell(cast.alice)
    Notification.objects.update(read_at=Now())
    assert send_waiting() == 0
    assert (listener.heard, Outgoing.objects.get().dropped_at is None) == ([], False)


def test_who_left_is_told_nothing(cast, kept, listener):
    tell(cast.alice)
    cast.alice.is_active = False
    cast.alice.save()
    assert (send_waiting(), listener.heard) == (0, [])


def test_a_browser_that_trusts_another_key_is_not_called(cast, kept, listener):
    PushSubscription.objects.update(server_key="the key of before")
    tell(cast.alice)
    assert (send_waiting(), listener.heard) == (0, [])


def test_nobody_inside_the_house_is_called(cast, kept, listener, settings):
    settings.PRIVATE_RECEIVERS = []
    tell(cast.alice)
    assert (send_waiting(), listener.heard) == (0, [])
    assert "NotAllowed" in Outgoing.objects.get().last_error


def keep(client, browser, **more):
    facts = {"endpoint": "https://push.example/abc", "p256dh": browser.p256dh, "auth": browser.auth}
    return client.post(
        f"{CHANNELS}browsers/", facts | more, headers={"User-Agent": "Mozilla/5.0 (Windows) Firefox/140"}
    )


def test_a_browser_asks_to_be_told(as_user, cast, browser):
    assert keep(as_user(cast.alice), browser).status_code == 204
    kept = PushSubscription.objects.get()
    assert (kept.user, kept.browser, kept.server_key) == (cast.alice, "Firefox, Windows", vapid.server_key())
    assert "Firefox, Windows" in as_user(cast.alice).get(CHANNELS).text


def test_a_browser_that_asks_again_is_kept_once_and_is_its_last_users(as_user, cast, browser):
    keep(as_user(cast.alice), browser)
    keep(as_user(cast.bob), browser)
    assert [kept.user for kept in PushSubscription.objects.all()] == [cast.bob]


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.example/abc"},
        {"endpoint": "https://127.0.0.1/abc"},
        {"endpoint": "https://[::1]/abc"},
        {"endpoint": "https://169.254.169.254/"},
        {"endpoint": ""},
        {"endpoint": "https://push.example/" + "a" * 1000},
        {"p256dh": "abc"},
        {"p256dh": "é"},
        {"auth": "AAAA"},
        {"auth": "***"},
    ],
)
def test_what_is_no_browser_is_refused(as_user, cast, browser, wrong):
    answer = keep(as_user(cast.alice), browser, **wrong)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, list(wrong))
    assert not PushSubscription.objects.exists()


def test_the_oldest_of_too_many_is_forgotten(cast, browser):
    for number in range(MOST_BROWSERS + 2):
        keep_browser(
            cast.alice, endpoint=f"https://push.example/{number}", p256dh=browser.p256dh, auth=browser.auth, browser=""
        )
    left = {kept.endpoint.rpartition("/")[2] for kept in cast.alice.push_subscriptions.all()}
    assert left == {str(number) for number in range(2, MOST_BROWSERS + 2)}


def test_forgetting_and_trying_are_ones_own(as_user, cast, kept, browser, listener):
    for act in ("forget", "try"):
        assert as_user(cast.bob).post(f"{CHANNELS}browsers/{kept.pk}/{act}/").status_code == 404
        assert as_user(cast.alice).get(f"{CHANNELS}browsers/{kept.pk}/{act}/").status_code == 405
    as_user(cast.alice).post(f"{CHANNELS}browsers/{kept.pk}/try/")
    assert send_waiting() == 1
    assert browser.read(listener.heard[0][2])["text"] == "This is how notices reach this browser."
    assert not Notification.objects.to(cast.alice).exists()
    as_user(cast.alice).post(f"{CHANNELS}browsers/{kept.pk}/forget/")
    assert not PushSubscription.objects.exists()


def test_signing_out_ends_what_this_browser_is_told_and_no_other(as_user, cast, browser):
    keep(as_user(cast.alice), browser, endpoint="https://push.example/elsewhere")
    client = as_user(cast.alice)
    keep(client, browser)
    client.force_login(cast.alice)  # another session since
    client.post("/accounts/logout/")
    assert [kept.endpoint for kept in PushSubscription.objects.all()] == ["https://push.example/elsewhere"]


@pytest.mark.parametrize("cookie", [None, "7", "7:forged:cookie"])
def test_signing_out_where_nobody_is_told_touches_no_browser(as_user, cast, kept, cookie):
    client = as_user(cast.alice)
    if cookie:
        client.cookies["push_browser"] = cookie
    assert client.post("/accounts/logout/").status_code == 302
    assert PushSubscription.objects.get() == kept


def test_what_was_pressed_has_been_read(client, cast):
    tell(cast.alice)
    tell(cast.alice, key="2")
    notice = Notification.objects.get(key="1")
    assert client.get(reading_of(notice)).status_code == 405
    assert client.post(reading_of(notice)).status_code == 204
    assert [one.key for one in Notification.objects.unread()] == ["2"]


@pytest.mark.parametrize("said", ["", [], [1], [0, 0], {"pk": 1}, 7])
def test_a_token_of_nothing_reads_nothing(client, cast, said):
    tell(cast.alice)
    token = signing.dumps(said, salt=READ_SALT)
    assert client.post(f"/notifications/by-push/{token}/").status_code == 404
    assert client.post("/notifications/by-push/no-such-token/").status_code == 404
    assert Notification.objects.unread().exists()


def test_the_script_of_the_browser_serves_the_whole_house(client):
    answer = client.get("/push-worker.js")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert "showNotification" in answer.text
