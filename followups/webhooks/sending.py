"""Handing one message over: to the address that was looked up once, without a detour, within seconds."""

import http.client
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from standardwebhooks import Webhook

from followups.webhooks.addresses import AddressRefused, pinned_ip, place_of
from kit import outside

SECONDS = 5
MOST_BYTES = 64 * 1024
AGENT = "Kariz-Webhooks/1"


class NotTaken(Exception):
    """What the other side said or did instead of yes."""


def post(url, body, *, message_id, secrets):
    """Post a signed body; returns the status, raises NotTaken or AddressRefused."""
    place = outside.Place(*place_of(url))
    address, said = pinned_ip(place.host, place.port), headers(body, message_id, secrets)
    try:
        with outside.connected(place, SECONDS, address) as connection:
            connection.request("POST", place.path, body=body.encode(), headers={"Host": place.host_line} | said)
            answer = connection.getresponse()
            answer.read(MOST_BYTES)
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise NotTaken(_("No answer: %(why)s") % {"why": error or type(error).__name__}) from error
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


__all__ = ["AddressRefused", "NotTaken", "post"]
