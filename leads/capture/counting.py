"""How often somebody may send: counted in the database where a row is kept, in the cache where none is."""

from datetime import timedelta

from django.db import connection
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from kit.pace import within
from leads.models import Submission

__all__ = ["KEY_LIMIT", "Refused", "SentBefore", "TooMany", "hold", "refuse_too_many", "within"]
KEY_LIMIT = 120  # leads a minute by one key


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
