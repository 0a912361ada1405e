"""The token of a private link: 256 random bits that stand in its address and nowhere else.

Only the SHA-256 is kept. It needs no key: nobody guesses 256 bits, so a dump of hashes opens nothing, and links live on
when the SECRET_KEY is changed.
"""

import secrets

from django.conf import settings
from django.db.models.functions import Now
from django.urls import reverse

from leads.capture.addresses import hash_of
from proposals.models import SHOWN, LinkKey

BYTES = 32
RELATED = (
    "link__contact__company",
    "link__version__logo",
    "link__version__prepared_by",
    "link__version__proposal__deal__owner__team",
    "link__version__proposal__deal__company",
)


def new_token():
    return secrets.token_urlsafe(BYTES)


def find_link(token):
    """The Link that opens with this token, or None.

    Forged, guessed, expired and revoked ones are one and the same to the database: no row.
    """
    keys = LinkKey.objects.filter(
        token_hash=hash_of(token),
        link__revoked_at=None,
        link__expires_at__gt=Now(),
        link__version__state__in=SHOWN,
    )
    key = keys.select_related(*RELATED).first()
    return key and key.link


def address_of(token):
    return settings.BASE_URL.rstrip("/") + reverse("proposals:offer", args=[token])
