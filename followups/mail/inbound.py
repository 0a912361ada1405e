"""Mail that another program hands in: raw, under our secret, and each mail once."""

import hashlib
import hmac
import time

from django.conf import settings
from django.utils.crypto import constant_time_compare

LARGEST = 30 * 1024 * 1024
OLDEST = 300
HEAD_SECRET, HEAD_SIGNATURE, HEAD_MOMENT = "Authorization", "X-Kariz-Signature", "X-Kariz-Timestamp"


def is_allowed(headers, raw):
    """Whether whoever hands this in knows our secret: as a bearer, or by signing the moment and the mail."""
    secret = settings.INBOUND["secret"]
    if not secret:
        return False
    if signature := headers.get(HEAD_SIGNATURE, ""):
        return is_signed(secret, headers.get(HEAD_MOMENT, ""), signature, raw)
    return constant_time_compare(headers.get(HEAD_SECRET, ""), f"Bearer {secret}")


def is_signed(secret, moment, signature, raw):
    is_fresh = moment.isdecimal() and len(moment) < 12 and abs(time.time() - int(moment)) < OLDEST
    wanted = sign(secret, moment, raw)
    return constant_time_compare(signature.removeprefix("sha256="), wanted) and is_fresh


def sign(secret, moment, raw):
    """HMAC-SHA256 of “moment.mail” in hexadecimal."""
    return hmac.new(secret.encode(), moment.encode(errors="replace") + b"." + raw, hashlib.sha256).hexdigest()
