"""Another program hears of it: signed, at the address that was looked up, again until it says yes."""

import json
import threading
import time
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address

import pytest
from django.utils import timezone
from standardwebhooks import Webhook

from accounts.bin.actions import restore, throw_away
from accounts.models import BinnedRecord
from followups.models import Notification, Rule, WebhookEndpoint
from followups.rules.hearing import hear_late
from followups.webhooks import sending
from followups.webhooks.actions import add_endpoint, renew_secret
from followups.webhooks.actions import test_endpoint as send_test
from followups.webhooks.addresses import AddressRefused, is_public, pinned_ip, place_of
from pipeline.actions import move_deal
from tests.tables import differences, every_row
from timeline.models import Event, Outgoing
from timeline.outgoing import send_waiting

pytestmark = pytest.mark.django_db
BIN = ("accounts_binnedrecord", "accounts_binnedrow", "django_session", "accounts_user")


class Ear(BaseHTTPRequestHandler):
    """Hears, and answers with what it was told to."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.heard.append((dict(self.headers), body))
        self.send_response(self.server.status)
        if self.server.drips:
            self.drip()
        if self.server.status == 302:
            self.send_header("location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def drip(self):
        with suppress(OSError):
            for _second in range(40):
                threading.Event().wait(0.1)
                self.wfile.write(b"x")
                self.wfile.flush()

    def log_message(self, *_words):
        pass


@pytest.fixture
def server(settings):
    settings.WEBHOOKS_MAY_STAY_INSIDE = True
    server = HTTPServer(("127.0.0.1", 0), Ear)
    server.heard, server.status, server.drips = [], 200, False
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def endpoint(cast, server):
    return add_endpoint(name="Ledger", url=f"http://127.0.0.1:{server.server_port}/hooks?a=1", by=cast.ada)


def test_a_test_arrives_and_its_signature_holds(cast, server, endpoint):
    send_test(endpoint, by=cast.ada)
    assert send_waiting() == 1
    ((headers, body),) = server.heard
    assert Webhook(endpoint.secret).verify(body, headers)["type"] == "test"


def test_a_rule_tells_what_happened(cast, board, make_deal, server, endpoint):
    acts = [{"act": "webhook", "given": {"endpoint": endpoint.pk}}]
    Rule.objects.create(name="Tell the ledger", trigger="stage.entered", stage=board.demo, acts=acts)
    deal = make_deal(cast.alice, board.discovery, amount=500)
    event = move_deal(deal, to=board.demo, by=cast.alice).event
    hear_late([event])
    send_waiting()
    ((_headers, body),) = server.heard
    message = json.loads(body)
    assert (message["type"], message["data"]["rule"]["name"]) == ("stage.entered", "Tell the ledger")
    assert (message["data"]["deal"]["stage"]["name"], message["data"]["deal"]["amount"]) == ("Demo", "500.00")
    assert message["data"]["deal"]["owner"] == cast.alice.email


def test_while_a_secret_changes_both_count(cast, server, endpoint):
    renew_secret(endpoint, by=cast.ada)
    send_test(endpoint, by=cast.ada)
    send_waiting()
    ((headers, body),) = server.heard
    for secret in (endpoint.secret, WebhookEndpoint.objects.get().secret):
        assert Webhook(secret).verify(body, headers)["type"] == "test"


@pytest.mark.parametrize("status", [500, 302, 404])
def test_no_yes_means_again_later_with_the_same_id(cast, server, endpoint, status):
    server.status = status
    send_test(endpoint, by=cast.ada)
    assert send_waiting() == 0
    waiting = Outgoing.objects.get()
    assert (waiting.sent_at, waiting.attempts, str(status) in waiting.last_error) == (None, 1, True)
    Outgoing.objects.update(available_at=timezone.now() - timedelta(minutes=1))
    server.status = 200
    assert send_waiting() == 1
    first, second = server.heard
    assert (first[0]["webhook-id"], first[1]) == (second[0]["webhook-id"], second[1])
    assert WebhookEndpoint.objects.get().failures == 0


def test_who_answers_without_end_holds_nobody_up(cast, server, endpoint, monkeypatch):
    monkeypatch.setattr(sending, "SECONDS", 0.5)
    server.drips = True
    send_test(endpoint, by=cast.ada)
    begun = time.monotonic()
    assert send_waiting() == 0
    assert time.monotonic() - begun < 2.5


def test_an_address_no_line_can_hold_is_a_failure_like_others(cast, server, endpoint):
    WebhookEndpoint.objects.update(url=endpoint.url.replace("hooks", "hütte"))
    send_test(endpoint, by=cast.ada)
    assert send_waiting() == 0
    assert WebhookEndpoint.objects.get().failures == 1


def test_days_of_failures_switch_it_off_and_admins_hear(cast, server, endpoint):
    server.status = 500
    WebhookEndpoint.objects.update(failing_since=timezone.now() - timedelta(days=4), failures=9)
    send_test(endpoint, by=cast.ada)
    send_waiting()
    assert WebhookEndpoint.objects.get().is_on is False
    assert Notification.objects.get(user=cast.ada).text == "Ledger took no message for three days and is switched off"


def test_what_waits_for_an_address_that_is_off_is_dropped(cast, server, endpoint):
    send_test(endpoint, by=cast.ada)
    WebhookEndpoint.objects.update(is_on=False)
    send_waiting()
    assert (server.heard, Outgoing.objects.get().dropped_at is None) == ([], False)


def test_thrown_away_it_hears_nothing_and_restored_nothing_of_what_it_missed(as_user, cast, server, endpoint):
    before = every_row(BIN)
    send_test(endpoint, by=cast.ada)
    server.status = 500
    send_waiting()
    as_user(cast.ada).post(f"/settings/webhooks/{endpoint.pk}/throw/")
    assert as_user(cast.ada).get(f"/settings/webhooks/{endpoint.pk}/").status_code == 404
    restore(list(BinnedRecord.objects.all()), by=cast.ada)
    WebhookEndpoint.objects.update(failures=0, failing_since=None)
    assert differences(before, every_row(BIN)) == {}
    server.heard.clear()
    Outgoing.objects.update(available_at=timezone.now() - timedelta(seconds=1))
    assert (send_waiting(), server.heard) == (0, [])
    server.status = 200
    send_test(endpoint, by=cast.ada)
    assert send_waiting() == 1


def test_in_the_bin_it_is_seen_by_those_who_give_keys(cast, endpoint):
    throw_away([endpoint], by=cast.ada)
    seen = [name for name in ("alice", "mona", "ada", "gus") if BinnedRecord.objects.visible_to(getattr(cast, name))]
    assert seen == ["ada"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "::ffff:10.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::a00:1",
        "64:ff9b:1::a00:1",
        "2002:a00:1::",
        "::10.0.0.1",
        "2001:db8::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)
def test_nothing_goes_inside(address):
    assert is_public(ip_address(address)) is False


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700:4700::1111"])
def test_the_internet_may_be_told(address):
    assert is_public(ip_address(address)) is True


@pytest.mark.parametrize(
    "url", ["http://example.com/", "ftp://example.com/", "https://me:pw@example.com/", "https:///x"]
)
def test_only_plain_https(url):
    with pytest.raises(AddressRefused):
        place_of(url)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "0x7f.1", "2130706433", "[::1]".strip("[]")])
def test_names_for_the_house_itself_are_refused(host):
    with pytest.raises(AddressRefused):
        pinned_ip(host, 443)


def test_an_admin_adds_one(as_user, cast):
    ada = as_user(cast.ada)
    bad = ada.post("/settings/webhooks/", {"name": "Ledger", "url": "http://example.com/hooks"})
    assert (bad.status_code, "The address must begin with https://." in bad.text) == (422, True)
    inside = ada.post("/settings/webhooks/", {"name": "Ledger", "url": "https://169.254.169.254/hooks"})
    assert (inside.status_code, "is not an address of the public internet." in inside.text) == (422, True)
    page = ada.post("/settings/webhooks/", {"name": "Ledger", "url": "https://example.com/hooks"}, follow=True)
    endpoint = WebhookEndpoint.objects.get()
    assert (endpoint.secret.startswith("whsec_"), endpoint.secret in page.text) == (True, True)
    ada.post(f"/settings/webhooks/{endpoint.pk}/switch/", {"on": "0"})
    ada.post(f"/settings/webhooks/{endpoint.pk}/throw/")
    verbs = list(Event.objects.filter(verb__startswith="webhook").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["webhook.added", "webhook.off", "webhookendpoint.thrown_away"]
    assert as_user(cast.mona).get("/settings/webhooks/").status_code == 403


def test_what_went_wrong_is_said_in_words(as_user, cast, server, endpoint):
    server.status = 500
    send_test(endpoint, by=cast.ada)
    send_waiting()
    page = as_user(cast.ada).get(f"/settings/webhooks/{endpoint.pk}/").text
    assert ("The answer was 500" in page, "NotTaken" in page) == (True, False)
