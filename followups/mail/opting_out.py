"""Who wants no letters from templates or sequences: said by a signed link, or written down for them."""

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from followups.models import Letter, OptOut
from leads.folding import email_key
from timeline.log import record

SALT = "followups.mail.opting_out"


class OptedOut(ValidationError):
    """They want no letters from templates or sequences."""

    def __init__(self, address):
        super().__init__(_("%(address)s wants no letters from templates or sequences.") % {"address": address})


def has_opted_out(address):
    return OptOut.objects.filter(address=email_key(address)).exists()


def refuse_opted_out(address):
    if has_opted_out(address):
        raise OptedOut(address)


def way_out_of(letter):
    """The link by which whoever got this letter gets no more."""
    token = signing.dumps(letter.pk, salt=SALT)
    return settings.BASE_URL.rstrip("/") + reverse("followups:mail-stop", args=[token])


def letter_of(token):
    """The letter whose link this is, or None: forged, or gone."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Letter.objects.select_related("deal__owner__team", "lead__owner__team", "contact").filter(pk=pk).first()


@transaction.atomic
def opt_out(letter, *, by=None):
    """Send no more letters from templates or sequences to whom this letter went."""
    for address in letter.recipients:
        opted, is_new = OptOut.objects.get_or_create(address=email_key(address), defaults={"letter": letter, "by": by})
        if is_new:
            tell("letter.opted_out", letter.about, letter.contact, opted.address, by=by)


@transaction.atomic
def opt_in(address, *, about, by):
    """They want letters again, and said so to somebody."""
    if OptOut.objects.filter(address=email_key(address)).delete()[0]:
        tell("letter.opted_in", about, None, email_key(address), by=by)


def tell(verb, about, contact, address, *, by):
    if about:
        record(verb, about, by=by, about=[contact], owner=about.owner, details={"address": address})
