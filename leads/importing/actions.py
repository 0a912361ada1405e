"""What may be done with a file: received, looked at, tried, given to the worker, paused, taken back."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from leads.importing.guessing import guess_days, guess_key, guess_mapping
from leads.importing.kinds import registry
from leads.importing.looking import LEFT, RUN, WRITTEN
from leads.importing.reading import (
    MOST_BYTES,
    Table,
    Unreadable,
    find_delimiter,
    find_encoding,
    is_xlsx,
    sheets_of,
)
from leads.importing.saved import keep_mapping, likeliest
from leads.models import ImportBatch
from timeline import wire
from timeline.log import record

FORGOTTEN_AFTER = timedelta(seconds=30)
Status = ImportBatch.Status
NOTHING_DONE = {"done": 0, "created": 0, "updated": 0, "unchanged": 0, "doubles": 0, "error": ""}


def receive_file(*, kind, name, content, options=None, by):
    """Keep a file and guess how to read it; raises Unreadable. Nothing is imported yet.

    A large file takes longer to walk through than a transaction may idle, so it is read before one is begun.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 20 MB. Cut it into parts; the same id is never made twice."))
    kind, options = registry[kind], options or {}
    batch = ImportBatch(
        kind=kind.name,
        file_name=name[:255],
        content=content,
        options=kind.complete(kind.preset(options.get("preset", "")).options | options),
        owner=by,
        **format_of(name, content),
    )
    guess(batch)
    with transaction.atomic():
        batch.save()
        record("import.received", batch, by=by, owner=by, details={"file": batch.file_name, "rows": batch.rows})
    return batch


def format_of(name, content):
    if is_xlsx(name, content):
        return {"format": ImportBatch.Format.XLSX, "sheet": sheets_of(content)[0][:31]}
    encoding = find_encoding(content)
    return {"encoding": encoding, "delimiter": find_delimiter(content, encoding)}


def read_again(batch, *, by, **reading):
    """Read the same file with another encoding and delimiter, or another sheet, and guess anew; raises Unreadable."""
    for name, value in reading.items():
        setattr(batch, name, value)
    guess(batch)
    details = {"encoding": batch.sheet or batch.encoding} | reading
    with transaction.atomic():
        batch.save(update_fields=[*reading, "mapping", "options", "finds_by", "rows"])
        record("import.reread", batch, by=by, owner=by, details=details)


def guess(batch, *, anew=False, way=None):
    """Guess what the columns are, by a saved way to read such a file unless it is to be guessed `anew`."""
    table, kind = Table.of(batch), registry[batch.kind]
    way = way or (None if anew else likeliest(batch, table.headers))
    batch.options |= (way.options if way else {}) | {"read_as": way and way.pk}
    batch.mapping, batch.rows = guess_mapping(batch, table, way)
    batch.options |= {} if way else kind.told_by(batch.mapping["columns"])
    if not batch.rows:
        raise Unreadable(nothing_below(batch, table))
    if way or batch.finds_by not in batch.mapping["columns"]:
        batch.finds_by = way.finds_by if way else guess_key(kind, batch.mapping["columns"])
    batch.options["days"] = guess_days(kind, batch.mapping["columns"], table)


def nothing_below(batch, table):
    """What is said of a file that would make nothing."""
    named = {"headers": ", ".join(table.headers[:5])[:120], "sheet": batch.sheet}
    if batch.sheet:
        return (
            _("Below its first line (%(headers)s) the sheet “%(sheet)s” has no rows: there is nothing to import.")
            % named
        )
    return _("Below its first line (%(headers)s) the file has no rows: there is nothing to import.") % named


def read_as(batch, way, *, by):
    """Read the columns by a saved way, or without one guess them anew."""
    guess(batch, anew=way is None, way=way)
    details = {"file": batch.file_name, "name": way.name if way else _("guessed by its columns")}
    with transaction.atomic():
        batch.save(update_fields=["mapping", "options", "finds_by", "rows"])
        record("import.mapped", batch, by=by, owner=by, details=details)


def queue_import(batch, *, mapping, options, finds_by=None, is_rehearsal=False, keep_as=None, is_shared=None, by):
    """Hand a batch to the worker with the columns a person has looked at; a rehearsal only counts.

    `keep_as` is the name under which its columns are kept for the next file: "" for not at all, None for the usual.
    """
    batch.mapping, batch.options = mapping, batch.options | options | {"notes": {}}
    batch.finds_by = batch.finds_by if finds_by is None else finds_by
    headers = Table.of(batch).headers if keep_as != "" else []  # before the transaction: a workbook opens slowly
    with transaction.atomic():
        begin(batch, is_rehearsal=is_rehearsal)
        if headers:
            keep_mapping(batch, headers, name=keep_as, is_shared=is_shared, by=by)
        verb = "import.rehearsed" if is_rehearsal else "import.started"
        record(verb, batch, by=by, owner=by, details={"file": batch.file_name, "rows": batch.rows})


@transaction.atomic
def begin_in_earnest(batch, *, by):
    """After a rehearsal, do what it has shown."""
    batch.options["notes"] = {}
    begin(batch, is_rehearsal=False)
    record("import.started", batch, by=by, owner=by, details={"file": batch.file_name, "rows": batch.rows})


def begin(batch, *, is_rehearsal):
    """Let the worker begin with the first row."""
    facts = NOTHING_DONE | {"status": Status.QUEUED, "is_rehearsal": is_rehearsal, "progressed_at": timezone.now()}
    facts |= {"started_at": None, "finished_at": None}
    for name, value in facts.items():
        setattr(batch, name, value)
    batch.rejected.all().delete()
    batch.save(update_fields=[*facts, "mapping", "options", "finds_by"])
    wire.poke_on_commit(RUN)


@transaction.atomic
def look_again(batch, *, by):
    """Go back to the columns after a rehearsal."""
    batch.status, batch.is_rehearsal = Status.MAPPING, False
    batch.save(update_fields=["status", "is_rehearsal"])
    record("import.reconsidered", batch, by=by, owner=by, details={"file": batch.file_name})


@transaction.atomic
def pause_import(batch, *, by):
    """Let the worker stop behind the bunch it is writing; returns whether there was anything to stop."""
    wait_for_a_bunch()
    running = ImportBatch.objects.filter(pk=batch.pk, status__in=[Status.QUEUED, Status.RUNNING])
    if not running.update(status=Status.PAUSED):
        return False
    record("import.paused", batch, by=by, owner=by, details={"file": batch.file_name})
    return True


@transaction.atomic
def resume_import(batch, *, by):
    """Take a stopped batch up again where it stopped."""
    batch.status = Status.REVERTING if batch.reverted_by_id else Status.QUEUED
    batch.error, batch.progressed_at = "", None if batch.reverted_by_id else timezone.now()
    batch.save(update_fields=["status", "error", "progressed_at"])
    record("import.resumed", batch, by=by, owner=by, details={"file": batch.file_name, "done": batch.done})
    wire.poke_on_commit(RUN)


@transaction.atomic
def revert_import(batch, *, by):
    """Have everything a batch did taken back, but for what others have worked on since."""
    wait_for_a_bunch()
    batch = ImportBatch.objects.defer("content").select_for_update().get(pk=batch.pk)
    if batch.is_rehearsal or batch.status not in (Status.DONE, Status.FAILED, Status.PAUSED):
        return False
    batch.status, batch.progressed_at, batch.reverted_by = Status.REVERTING, None, by
    batch.save(update_fields=["status", "progressed_at", "reverted_by"])
    record("import.reverting", batch, by=by, owner=batch.owner, details={"file": batch.file_name})
    wire.poke_on_commit(RUN)
    return True


def wait_for_a_bunch():
    """A worker keeps the batch locked while it writes: be patient with it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '14s'")


@transaction.atomic
def claim_import(only=None):
    """Take the oldest batch (or this one) that waits or whose worker fell silent; returns its id or None.

    Rows that wait to be written go before those already written that nobody has looked at for doubles yet.
    """
    silent = Q(progressed_at__lt=timezone.now() - FORGOTTEN_AFTER)
    waiting = ImportBatch.objects.filter(
        Q(status=Status.QUEUED)
        | Q(silent, status__in=[Status.RUNNING, Status.REVERTING])
        | Q(status=Status.REVERTING, progressed_at=None)
        | (LEFT & (silent | Q(progressed_at=None)))
    )
    waiting = waiting.filter(pk=only) if only else waiting
    rows_first = Case(When(status__in=WRITTEN, then=Value(1)), default=Value(0))
    batch = waiting.order_by(rows_first, "pk").only("pk", "status").select_for_update(skip_locked=True).first()
    if batch:
        batch.status = Status.RUNNING if batch.status == Status.QUEUED else batch.status
        batch.progressed_at = timezone.now()
        batch.save(update_fields=["status", "progressed_at"])
    return batch and batch.pk


def put_back(batch_id):
    """Leave the rest of a long batch to the next free worker."""
    ImportBatch.objects.filter(pk=batch_id, status=Status.RUNNING).update(status=Status.QUEUED)
    ImportBatch.objects.filter(Q(status=Status.REVERTING) | LEFT, pk=batch_id).update(progressed_at=None)
    wire.poke(RUN)
