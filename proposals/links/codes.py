"""The code by which a buyer proves that the mailbox is theirs: six digits, short-lived, few tries, one browser."""

import secrets
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import pgettext

from kit.sealing import place_of_mail, sealed
from proposals.models import Code, Link
from timeline.outgoing import queue_email

SALT = "proposals.code"
LIFE = timedelta(minutes=10)
MOST_TRIES = 5
CODES_AN_HOUR = 5
PASS_SECONDS = 12 * 3600


@transaction.atomic
def send_code(link, device):
    """Send a new code to the buyer's mailbox; returns whether one left, for only some leave within an hour."""
    Link.objects.select_for_update().get(pk=link.pk)
    if link.codes.filter(sent_at__gt=Now() - timedelta(hours=1)).count() >= CODES_AN_HOUR:
        return False
    code = f"{secrets.randbelow(10**6):06}"
    row = Code.objects.create(link=link, device=device, code_hash=hash_of_code(link, code), expires_at=Now() + LIFE)
    word = sealed(code, place_of_mail([link.contact.email]))
    queue_email(
        key=f"offer-code:{row.pk}",
        to=link.contact.email,
        subject=pgettext("paper", "Your code for %(title)s") % {"title": link.version.title},
        text=pgettext(
            "paper",
            "Your code: %(code)s\n\nIt is good for ten minutes. If you did not ask for it, nothing has to be done.",
        )
        % {"code": word},
    )
    return True


@transaction.atomic
def try_code(link, device, said):
    """Whether this is the code sent last to this browser; each try counts, and a code is good once."""
    standing = link.codes.select_for_update().filter(device=device, used_at=None, expires_at__gt=Now())
    code = standing.filter(tries__lt=MOST_TRIES).order_by("-pk").first()
    if code is None:
        return False
    is_right = constant_time_compare(code.code_hash, hash_of_code(link, "".join(said.split())))
    Code.objects.filter(pk=code.pk).update(tries=F("tries") + 1, used_at=Now() if is_right else None)
    return is_right


def hash_of_code(link, code):
    """Keyed, for a million codes are soon tried out."""
    return salted_hmac(SALT, f"{link.pk}:{code}", algorithm="sha256").hexdigest()


def new_pass(link, device):
    """What a browser keeps that has given the code."""
    return signing.TimestampSigner(salt=SALT).sign_object({"link": link.pk, "device": device})


def is_let_in(link, device, said):
    """Whether a browser needs no code, or has given it within half a day."""
    if not link.asks_code:
        return True
    try:
        kept = signing.TimestampSigner(salt=SALT).unsign_object(said or "", max_age=PASS_SECONDS)
    except signing.BadSignature:
        return False
    return kept == {"link": link.pk, "device": device}
