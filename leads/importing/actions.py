"""What may be done with a file: received, given to the worker, taken up again."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from leads.importing.guessing import guess_days, guess_mapping
from leads.importing.kinds import registry
from leads.importing.reading import MOST_BYTES, Table, Unreadable, find_delimiter, find_encoding
from leads.models import ImportBatch
from timeline import wire
from timeline.log import record

RUN = "leads.tasks.run_imports"
FORGOTTEN_AFTER = timedelta(seconds=30)
Status = ImportBatch.Status


@transaction.atomic
def receive_file(*, kind, name, content, options=None, by):
    """Keep a file and guess how to read it; raises Unreadable. Nothing is imported yet."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 20 MB. Cut it into parts; the same id is never made twice."))
    encoding, kind, options = find_encoding(content), registry[kind], options or {}
    batch = ImportBatch(
        kind=kind.name,
        file_name=name[:255],
        content=content,
        encoding=encoding,
        delimiter=find_delimiter(content, encoding),
        options=kind.complete(kind.preset(options.get("preset", "")).options | options),
        owner=by,
    )
    guess(batch)
    batch.save()
    record("import.received", batch, by=by, owner=by, details={"file": batch.file_name, "rows": batch.rows})
    return batch


@transaction.atomic
def read_again(batch, *, encoding, delimiter, by):
    """Read the same file with another encoding or delimiter and guess its columns anew; raises Unreadable."""
    batch.encoding, batch.delimiter = encoding, delimiter
    guess(batch)
    batch.save(update_fields=["encoding", "delimiter", "mapping", "options", "rows"])
    record("import.reread", batch, by=by, owner=by, details={"encoding": encoding, "delimiter": delimiter})


def guess(batch):
    table = Table(batch.content, batch.encoding, batch.delimiter)
    batch.rows = table.count()
    batch.mapping = guess_mapping(batch, table)
    batch.options["days"] = guess_days(registry[batch.kind], batch.mapping["columns"], table)


@transaction.atomic
def queue_import(batch, *, mapping, options, by):
    """Hand a batch to the worker with the columns a person has looked at."""
    batch.mapping, batch.options = mapping, batch.options | options
    batch.status, batch.progressed_at = Status.QUEUED, timezone.now()
    batch.save(update_fields=["mapping", "options", "status", "progressed_at"])
    record("import.started", batch, by=by, owner=by, details={"file": batch.file_name, "rows": batch.rows})
    wire.poke_on_commit(RUN)


@transaction.atomic
def resume_import(batch, *, by):
    """Take a stopped batch up again where it stopped."""
    batch.status, batch.error, batch.progressed_at = Status.QUEUED, "", timezone.now()
    batch.save(update_fields=["status", "error", "progressed_at"])
    record("import.resumed", batch, by=by, owner=by, details={"file": batch.file_name, "done": batch.done})
    wire.poke_on_commit(RUN)


@transaction.atomic
def claim_import(only=None):
    """Take the oldest batch (or this one) that is queued or whose worker fell silent; returns its id or None."""
    silent = Q(status=Status.RUNNING, progressed_at__lt=timezone.now() - FORGOTTEN_AFTER)
    waiting = ImportBatch.objects.filter(Q(status=Status.QUEUED) | silent).order_by("pk").only("pk")
    waiting = waiting.filter(pk=only) if only else waiting
    batch = waiting.select_for_update(skip_locked=True).first()
    if batch:
        batch.status, batch.progressed_at = Status.RUNNING, timezone.now()
        batch.save(update_fields=["status", "progressed_at"])
    return batch and batch.pk


def put_back(batch_id):
    """Leave the rest of a long batch to the next free worker."""
    ImportBatch.objects.filter(pk=batch_id, status=Status.RUNNING).update(status=Status.QUEUED)
    wire.poke(RUN)
