"""Handing one message over: to the address that was looked up once, without a detour, within seconds."""

import http.client
import socket
import ssl
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from standardwebhooks import Webhook

from followups.webhooks.addresses import AddressRefused, pinned_ip, place_of

SECONDS = 5
MOST_BYTES = 64 * 1024
AGENT = "Kariz-Webhooks/1"


class NotTaken(Exception):
    """What the other side said or did instead of yes."""


def post(url, body, *, message_id, secrets):
    """Post a signed body; returns the status, raises NotTaken or AddressRefused."""
    scheme, host, port, path = place_of(url)
    connection = connect(scheme, host, port, pinned_ip(host, port))
    try:
        connection.request("POST", path, body=body.encode(), headers=headers(body, message_id, secrets))
        answer = connection.getresponse()
        answer.read(MOST_BYTES)
    except (OSError, http.client.HTTPException) as error:
        raise NotTaken(_("No answer: %(why)s") % {"why": error or type(error).__name__}) from error
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        raise NotTaken(_("The answer was %(status)s.") % {"status": f"{answer.status} {answer.reason}"[:80]})
    return answer.status


def headers(body, message_id, secrets):
    """The three of the Standard Webhooks rules; while a secret changes, one signature for each."""
    now = datetime.now(UTC)
    signatures = [Webhook(secret).sign(message_id, now, body) for secret in secrets]
    return {
        "content-type": "application/json",
        "user-agent": AGENT,
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def connect(scheme, host, port, ip):
    """A connection to this very IP that asks for, and is certified as, the host by its name."""
    pinned = PinnedSecure if scheme == "https" else Pinned
    connection = pinned(host, port, timeout=SECONDS)
    connection.pinned_ip = ip
    return connection


class Pinned(http.client.HTTPConnection):
    """Connects to `pinned_ip`, whatever the name would stand for by now."""

    def connect(self):
        self.sock = socket.create_connection((self.pinned_ip, self.port), self.timeout)


class PinnedSecure(Pinned):
    def __init__(self, host, port, *, timeout):
        super().__init__(host, port, timeout=timeout)
        self.context = ssl.create_default_context()

    def connect(self):
        super().connect()
        self.sock = self.context.wrap_socket(self.sock, server_hostname=self.host)


__all__ = ["AddressRefused", "NotTaken", "post"]
