"""Making a key and ending it; what is kept of it opens nothing."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import ApiKey
from timeline.log import record

BEGINNING = "kariz_"
SHOWN = 12  # letters by which one is told from another
SEEN_AGAIN = timedelta(minutes=1)


@transaction.atomic
def make_key(*, name, owner, scopes, expires_at, by):
    """Make a key that acts as its owner; returns it and its words, which are never shown again."""
    words = BEGINNING + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        name=name, owner=owner, scopes=scopes, expires_at=expires_at, prefix=words[:SHOWN], token_hash=hash_of(words)
    )
    record("key.made", key, by=by, details={"name": name, "owner": owner.name, "scopes": scopes})
    return key, words


@transaction.atomic
def revoke_key(key, *, by):
    """End a key: from the next request on it opens nothing."""
    ended = ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=Now())
    if ended:
        record("key.revoked", key, by=by, details={"name": key.name})


def find_key(words):
    """The valid ApiKey of these words whose owner still works here, or None; notes that it was used."""
    found = ApiKey.objects.valid().filter(token_hash=hash_of(words), owner__is_active=True)
    key = found.select_related("owner__team").first()
    if key and (key.last_used_at is None or key.last_used_at < timezone.now() - SEEN_AGAIN):
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=Now())
    return key


def hash_of(words):
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()
