"""Rows that come due and are worked off, each exactly once: claimed with a lease, tried again after growing pauses.

What the work writes and the row's new state are one commit, so they exist together or not at all; whoever dies with a
lease loses it, and the next tick finds the row again. Such rows have a `lease_until` and count their `attempts`.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
FREE = Q(lease_until=None) | Q(lease_until__lt=Now())

log = logging.getLogger("kariz.leases")


@transaction.atomic
def claim(due, at_once, **noted):
    """Take a lease on the first rows that are due and that nobody else is claiming; returns their ids, in order."""
    free = due.select_for_update(of=["self"], skip_locked=True, no_key=True)
    claimed = list(free.values_list("pk", flat=True)[:at_once])
    lease_until = Now() + timedelta(seconds=settings.REMINDER_LEASE_SECONDS)
    rows = due.model._base_manager.filter(pk__in=claimed)
    rows.update(lease_until=lease_until, attempts=F("attempts") + 1, **noted)
    return claimed


def work_off(pk, *, hold, do, give_up, reason_in=None):
    """Do the work of one claimed row, once; when that fails it is tried again later, and given up after six times.

    `hold(pk)` locks the row, or says None where nothing is to be done; `do(row)` does it in the same transaction;
    `give_up(row, reason)` settles one that failed for good. A failure is noted in the column `reason_in`, if told.
    """
    try:
        with transaction.atomic():
            if row := hold(pk):
                do(row)
    except Exception as error:
        log.exception("%s of %s failed", do.__qualname__, pk)
        put_off(pk, hold, give_up, reason_in, repr(error)[:300])


@transaction.atomic
def put_off(pk, hold, give_up, reason_in, reason):
    """Try a failing row again after a growing pause, out of the way of the others."""
    row = hold(pk)
    if row and row.attempts > len(PAUSES):
        give_up(row, reason)
    elif row:
        noted = {reason_in: reason} if reason_in else {}
        pause = PAUSES[max(row.attempts, 1) - 1]
        type(row)._base_manager.filter(pk=pk).update(lease_until=Now() + pause, **noted)
