"""Carrying out a batch: a bunch of rows, their refusals and the progress in one transaction each.

Whoever is killed leaves whole bunches behind; whoever takes over goes on with the next row. The batch's row is locked
while a bunch is written, so two workers that got the same message cannot write the same rows. While the database
writes one bunch, a thread reads the next.
"""

import logging
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import transaction
from django.db.models import BinaryField
from django.db.models.functions import Substr
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from leads.importing.companies import first_spellings
from leads.importing.kinds import Outcome, kind_of
from leads.importing.looking import Looking, look_later, never_mind
from leads.importing.reading import Unreadable
from leads.importing.values import Refused
from leads.importing.walking import Walk
from leads.models import ImportBatch, RejectedRow
from timeline.log import record

BUNCH = 5000
SECONDS = 60
PIECE = 4 * 1024 * 1024
Status = ImportBatch.Status

log = logging.getLogger("kariz.importing")


def run_batch(batch_id, *, seconds=SECONDS):
    """Carry on with a batch for so many seconds; returns whether rows are left to do."""
    until = time.monotonic() + seconds
    batch = ImportBatch.objects.select_related("owner__team").defer("content").get(pk=batch_id)
    try:
        with translation.override(batch.owner.language), open_run(batch) as run:
            while time.monotonic() < until:
                if not run.take_bunch():
                    return False
    except Exception as error:
        log.exception("Import %s stopped", batch_id)
        stop(batch_id, str(error) if isinstance(error, Unreadable | Refused) else "")
        return False
    return True


def open_run(batch):
    """Whatever is to be done next with a batch."""
    match batch.status:
        case Status.REVERTING:
            return Reverting(batch)
        case Status.DONE | Status.REVERTED:
            return Looking(batch)
    return Run(batch)


def content_of(batch):
    """The file, fetched in pieces: at once it would stand in memory three times over."""
    content, pieces = bytearray(), ImportBatch.objects.filter(pk=batch.pk)
    while piece := pieces.values_list(Substr("content", len(content) + 1, PIECE, output_field=BinaryField())).get()[0]:
        content += piece
    return bytes(content)


def stop(batch_id, reason):
    never_mind(batch_id)
    reason = reason or _("Something in the machine room failed. What was read so far is kept; start it again.")
    at_work = ImportBatch.objects.filter(pk=batch_id).exclude(status__in=[Status.DONE, Status.REVERTED])
    with transaction.atomic():
        if at_work.update(status=Status.FAILED, error=reason):
            batch = ImportBatch.objects.select_related("owner__team").defer("content").get(pk=batch_id)
            details = {"file": batch.file_name, "reason": reason}
            record("import.stopped", batch, by=None, owner=batch.owner, details=details)


class Run:
    """One worker's walk through a batch."""

    def __init__(self, batch):
        self.batch, self.kind = batch, kind_of(batch)
        self.bunch = min(BUNCH, self.kind.bunch)
        batch.content = content_of(batch)
        self.reader = ThreadPoolExecutor(1)
        self.begin(batch.done)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.reader.shutdown(cancel_futures=True)

    def begin(self, done):
        self.writer = self.kind.open(self.batch)
        self.walk = Walk(self.batch, self.writer)
        self.position, self.next = done, None
        self.walk.skip(done)

    def take_bunch(self):
        """Write the next bunch; returns False when the batch is done (by whomever) or was stopped."""
        with transaction.atomic():
            batch = ImportBatch.objects.defer("content").select_for_update().get(pk=self.batch.pk)
            if batch.status != Status.RUNNING:
                return False
            if self.position != batch.done:
                self.begin(batch.done)
            bunch = self.read()
            self.keep(batch, bunch, self.write(bunch))
        self.position = batch.done
        return batch.status == Status.RUNNING

    def read(self):
        """The next bunch; the one after it is begun at once."""
        bunch = (self.next or self.reader.submit(self.read_in_words, self.batch.owner.language)).result()
        more = bunch.count == self.bunch
        self.next = self.reader.submit(self.read_in_words, self.batch.owner.language) if more else None
        return bunch

    def read_in_words(self, language):
        with translation.override(language):
            return self.walk.take(self.bunch)

    def write(self, bunch):
        if self.batch.is_rehearsal:
            return self.rehearse(bunch)
        outcome = self.writer.write(bunch.taken)
        outcome.refused += bunch.refused
        return outcome

    def rehearse(self, bunch):
        """Count what would happen, and let none of it happen."""
        with transaction.atomic():
            outcome = self.writer.write(bunch.taken)
            transaction.set_rollback(True)
        self.writer.forget()
        outcome.refused += bunch.refused
        return outcome

    def keep(self, batch, bunch, outcome: Outcome):
        """Progress and refusals, in the transaction of the rows themselves; the last bunch closes the batch."""
        RejectedRow.objects.bulk_create(
            RejectedRow(batch=batch, line=row.line, reason=reason, cells=storable(row.cells))
            for row, reason in outcome.refused
        )
        batch.started_at = batch.started_at or timezone.now()
        batch.done += bunch.count
        batch.created += outcome.created
        batch.updated += outcome.updated
        batch.unchanged += outcome.unchanged
        add_notes(batch, outcome.notes)
        batch.progressed_at = timezone.now()
        batch.status = Status.RUNNING if bunch.count == self.bunch else Status.DONE
        if batch.status == Status.DONE:
            batch.rows, batch.finished_at = batch.done, timezone.now()
            if not batch.is_rehearsal:
                self.writer.finish(batch)
                look_later(batch)
        batch.save(update_fields=KEPT)


def storable(cells):
    """The cells of a refused row as the database can keep them: what could not be read is marked."""
    return {name: text.replace("\x00", "").encode("utf-8", "replace").decode() for name, text in cells.items()}


def add_notes(batch, notes):
    """Counts add up and lists grow, bunch by bunch; a rehearsal forgets between bunches whom it has named."""
    kept = batch.options.setdefault("notes", {})
    for key, value in notes.items():
        kept[key] = kept[key] + value if key in kept else value
        kept[key] = list(first_spellings(kept[key]).values()) if isinstance(value, list) else kept[key]


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


class Reverting:
    """One worker's way back through a batch: the last changes first, a bunch in each transaction."""

    def __init__(self, batch):
        self.batch, self.kind = batch, kind_of(batch)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        pass

    def take_bunch(self):
        with transaction.atomic():
            batch = ImportBatch.objects.defer("content").select_for_update().get(pk=self.batch.pk)
            if batch.status != Status.REVERTING:
                return False
            is_over = not self.kind.take_back(batch, BUNCH)
            fates = batch.changes.exclude(fate="").values_list("fate", flat=True)
            batch.restored, batch.kept = fates.filter(fate="restored").count(), fates.filter(fate="kept").count()
            batch.progressed_at = timezone.now()
            if is_over:
                self.close(batch)
            batch.save(update_fields=["options", "restored", "kept", "progressed_at", "status", "reverted_at"])
        return not is_over

    def close(self, batch):
        batch.status, batch.reverted_at = Status.REVERTED, timezone.now()
        look_later(batch)
        details = {"file": batch.file_name, "restored": batch.restored, "kept": batch.kept}
        record("import.reverted", batch, by=batch.reverted_by, owner=batch.owner, details=details)
