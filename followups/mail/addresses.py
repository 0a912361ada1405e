"""Our own private addresses: where answers about one deal or lead arrive, and the dropbox of each person."""

import re
import secrets
from email.utils import formataddr, parseaddr

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from followups.models import MailAddress
from leads.folding import email_key
from pipeline.models import Deal
from timeline.log import record

TOKEN_BYTES = 12


def reply_address(about):
    """Where answers about this deal or lead arrive; empty while no inbound mail is set up."""
    if not settings.INBOUND["address"]:
        return ""
    whose = {"deal" if isinstance(about, Deal) else "lead": about}
    kept = MailAddress.objects.valid().filter(**whose).order_by("pk").first()
    return as_address((kept or MailAddress.objects.create(token=new_token(), **whose)).token)


def dropbox_of(user):
    """The address to which this person forwards or copies mail; empty while there is none."""
    kept = MailAddress.objects.valid().filter(user=user).first()
    return as_address(kept.token) if kept else ""


@transaction.atomic
def renew_dropbox(user, *, by):
    """Give a person a dropbox address of their own; the one before takes nothing any more."""
    drop(user)
    address = MailAddress.objects.create(token=new_token(), user=user)
    record("dropbox.renewed", address, by=by, details={"name": user.name})
    return as_address(address.token)


@transaction.atomic
def revoke_dropbox(user, *, by):
    """Take a person's dropbox address away."""
    if drop(user):
        record("dropbox.revoked", user, by=by, details={"name": user.name})


def drop(user):
    type(user).objects.select_for_update(no_key=True).only("pk").get(pk=user.pk)
    return MailAddress.objects.valid().filter(user=user).update(revoked_at=Now())


def new_token():
    return secrets.token_hex(TOKEN_BYTES)


def as_address(token):
    return settings.INBOUND["address"].replace("{token}", token)


def tokens_in(addresses):
    """The tokens of those of these addresses that are ours, in their order."""
    pattern = ours()
    found = [pattern.fullmatch(address.lower()) for address in addresses] if pattern else []
    return [match[1] for match in found if match]


def is_ours(address):
    pattern = ours()
    return bool(pattern and pattern.fullmatch(address.lower()))


def ours():
    before, token, after = settings.INBOUND["address"].partition("{token}")
    return re.compile(f"{re.escape(before)}([0-9a-f]{{{2 * TOKEN_BYTES}}}){re.escape(after)}") if token else None


def writer_of(user):
    """Who a letter is from: the person's own address where the house may write for it, else the house's."""
    _name, house = parseaddr(settings.DEFAULT_FROM_EMAIL)
    same_house = user.email.rpartition("@")[2].lower() == house.rpartition("@")[2].lower()
    return formataddr((user.name, user.email if same_house else house))


def addresses_of(user):
    """The addresses by which we know that a person writes."""
    proven = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return {email_key(address) for address in (user.email, *proven)}
