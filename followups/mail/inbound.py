"""Mail that another program hands in: raw, under our secret, and each mail once."""

import hashlib
import hmac
import time

from django.conf import settings
from django.utils.crypto import constant_time_compare

LARGEST = 30 * 1024 * 1024
OLDEST = 300
HEAD_SECRET, HEAD_SIGNATURE, HEAD_MOMENT = "Authorization", "X-Kariz-Signature", "X-Kariz-Timestamp"


def may_be_read(headers):
    """Whether the heads alone, before any of the mail is read, show our secret or a fresh moment that was signed."""
    secret = settings.INBOUND["secret"]
    if not secret:
        return False
    if headers.get(HEAD_SIGNATURE):
        return is_fresh(headers.get(HEAD_MOMENT, ""))
    return constant_time_compare(headers.get(HEAD_SECRET, ""), f"Bearer {secret}")


def is_fresh(moment):
    return moment.isdecimal() and len(moment) < 12 and abs(time.time() - int(moment)) < OLDEST


def is_allowed(headers, raw):
    """Whether whoever hands in this mail, which may be read, knows our secret: the signature fits, or none is there."""
    signature = headers.get(HEAD_SIGNATURE, "")
    wanted = sign(settings.INBOUND["secret"], headers.get(HEAD_MOMENT, ""), raw) if signature else ""
    return constant_time_compare(signature.removeprefix("sha256="), wanted)


def sign(secret, moment, raw):
    """HMAC-SHA256 of “moment.mail” in hexadecimal."""
    return hmac.new(secret.encode(), moment.encode(errors="replace") + b"." + raw, hashlib.sha256).hexdigest()
