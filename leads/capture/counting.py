"""How often somebody may send: counted in the database where a row is kept, in the cache where none is."""

from datetime import timedelta

from django.core.cache import cache
from django.db import connection
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from leads.models import Submission

MINUTE = 60
KEY_LIMIT = 120  # leads a minute by one key
WRONG_KEYS = 30  # wrong keys a minute from one address


class Refused(Exception):
    """What was sent is not taken now; says why, as people read it, and how a program is told."""

    status = 422


class TooMany(Refused):
    status = 429


class SentBefore(Refused):
    """The same operation was sent before with other answers."""


def hold(what):
    """One at a time for everything called by this name, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"leads.capture:{what}"])


def refuse_too_many(form, address_hash):
    """Refuse what is more than the form takes from one address in an hour; exact, because senders wait in line."""
    hold(f"{form.pk}:{address_hash}")
    lately = Submission.objects.filter(
        form=form, address_hash=address_hash, sent_at__gt=Now() - timedelta(hours=1)
    ).count()
    if lately >= form.hourly_limit:
        raise TooMany(_("A lot has been sent from your network within the hour. Please try again later."))


def within(name, limit):
    """Whether this is among the first `limit` of its minute; a cache that is away lets everybody through."""
    try:
        cache.add(name, 0, MINUTE)
        return cache.incr(name) <= limit
    except (OSError, ValueError):
        return True
    except Exception as error:  # the cache's own errors, whichever it is
        if "redis" not in type(error).__module__:
            raise
        return True
