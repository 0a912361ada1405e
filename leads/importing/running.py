"""Carrying out a batch: a bunch of rows, their refusals and the progress in one transaction each.

Whoever is killed leaves whole bunches behind; whoever takes over goes on with the next row. The batch's row is locked
while a bunch is written, so two workers that got the same message cannot write the same rows.
"""

import logging
import time
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leads.importing.kinds import Outcome, kind_of
from leads.importing.reading import Table, Unreadable
from leads.importing.taking import Taker
from leads.importing.values import Refused
from leads.models import ImportBatch, RejectedRow

BUNCH = 1000
SECONDS = 60
Status = ImportBatch.Status

log = logging.getLogger("kariz.importing")


def run_batch(batch_id, *, seconds=SECONDS):
    """Carry on with a batch for so many seconds; returns whether rows are left to do."""
    until = time.monotonic() + seconds
    try:
        run = Run(batch_id)
        while time.monotonic() < until:
            if not run.take_bunch():
                return False
    except Exception as error:
        log.exception("Import %s stopped", batch_id)
        stop(batch_id, str(error) if isinstance(error, Unreadable | Refused) else "")
        return False
    return True


def stop(batch_id, reason):
    ImportBatch.objects.filter(pk=batch_id).exclude(status=Status.DONE).update(
        status=Status.FAILED,
        error=reason or _("Something in the machine room failed. What was read so far is kept; start it again."),
    )


class Run:
    """One worker's walk through a batch; `position` counts the rows behind it."""

    def __init__(self, batch_id):
        self.batch = ImportBatch.objects.select_related("owner__team").get(pk=batch_id)
        self.table = Table(self.batch.content, self.batch.encoding, self.batch.delimiter)
        self.taker = Taker(self.batch)
        self.writer = kind_of(self.batch).open(self.batch)
        self.begin()

    def begin(self):
        self.rows, self.position, self.first_lines = iter(self.table), 0, {}

    def take_bunch(self):
        """Write the next bunch; returns False when the batch is done (by whomever)."""
        with transaction.atomic():
            batch = ImportBatch.objects.defer("content").select_for_update().get(pk=self.batch.pk)
            if batch.status != Status.RUNNING:
                return False
            self.go_to(batch.done)
            rows = list(islice(self.rows, BUNCH))
            self.position += len(rows)
            self.keep(batch, rows, self.write(rows))
        return batch.status == Status.RUNNING

    def go_to(self, done):
        """Stand behind the rows already done, having seen their ids."""
        if self.position != done:
            self.begin()
            for row in islice(self.rows, done):
                self.refuse_or_take(row)
            self.position = done

    def write(self, rows):
        taken = [self.refuse_or_take(row) for row in rows]
        outcome = self.writer.write([row for row, reason in taken if not reason])
        outcome.refused += [(row, reason) for row, reason in taken if reason]
        return outcome

    def refuse_or_take(self, row):
        """`(Taken, "")` or `(Row, reason)`."""
        try:
            taken = self.taker.take(row)
            self.writer.check(taken.values)
            self.remember(taken)
        except Refused as refusal:
            return row, str(refusal)
        return taken, ""

    def remember(self, taken):
        """A record may stand in a file only once."""
        if key := self.writer.id_of(taken.values):
            first = self.first_lines.setdefault(key, taken.row.line)
            if first != taken.row.line:
                raise Refused(_("“%(id)s” stands in line %(line)d already.") % {"id": key, "line": first})

    def keep(self, batch, rows, outcome: Outcome):
        """Progress and refusals, in the transaction of the rows themselves; the last bunch closes the batch."""
        RejectedRow.objects.bulk_create(
            RejectedRow(batch=batch, line=row.line, reason=reason, cells=row.cells) for row, reason in outcome.refused
        )
        batch.started_at = batch.started_at or timezone.now()
        batch.rows = batch.rows or self.table.count()
        batch.done += len(rows)
        batch.created += outcome.created
        batch.updated += outcome.updated
        batch.unchanged += outcome.unchanged
        add_notes(batch, outcome.notes)
        batch.progressed_at = timezone.now()
        batch.status = Status.RUNNING if len(rows) == BUNCH else Status.DONE
        if batch.status == Status.DONE:
            batch.finished_at = timezone.now()
            self.writer.finish(batch)
        batch.save(update_fields=KEPT)


def add_notes(batch, notes):
    """Counts add up and lists grow, bunch by bunch."""
    kept = batch.options.setdefault("notes", {})
    for key, value in notes.items():
        kept[key] = kept[key] + value if key in kept else value


KEPT = [
    "options",
    "rows",
    "done",
    "created",
    "updated",
    "unchanged",
    "status",
    "started_at",
    "progressed_at",
    "finished_at",
]
