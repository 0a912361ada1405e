"""After an import, and after it was taken back: the likely pairs of what it wrote, found as everywhere else.

The batch remembers behind which of its changes it still has to look, so that a worker that is killed loses nothing.
"""

from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils import timezone

from leads.duplicates.pairs import find_pairs
from leads.models import ImportBatch, ImportChange
from timeline import wire

RUN = "leads.tasks.run_imports"
FROM = "look_from"
LOOKED_AT = ("lead", "contact", "company")
BUNCH = 500
WRITTEN = (ImportBatch.Status.DONE, ImportBatch.Status.REVERTED)
LEFT = Q(status__in=WRITTEN, options__has_key=FROM)  # batches whose records nobody has looked at yet


def look_later(batch):
    """Leave it to the next free worker to look at the records of a batch; the caller saves it."""
    if changes_to_look_at(batch, 0).exists():
        batch.options[FROM], batch.progressed_at = 0, None
        wire.poke_on_commit(RUN)


def changes_to_look_at(batch, after):
    """What was made is gone when the batch was taken back; what it changed is as before."""
    changes = ImportChange.objects.filter(batch=batch, record__in=LOOKED_AT, pk__gt=after).order_by("pk")
    return changes.filter(before__isnull=False) if batch.status == ImportBatch.Status.REVERTED else changes


def never_mind(batch_id):
    """Give up looking; the records themselves are written."""
    for batch in ImportBatch.objects.filter(LEFT, pk=batch_id).only("options"):
        del batch.options[FROM]
        batch.options.setdefault("notes", {})["unlooked"] = True
        batch.save(update_fields=["options"])


class Looking:
    """One worker's look at the records of a batch, bunch by bunch, by smaller ones where that takes too long."""

    def __init__(self, batch):
        self.batch, self.most = batch, BUNCH

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        pass

    def take_bunch(self):
        try:
            return self.look()
        except OperationalError:
            self.most //= 10
            if not self.most:
                raise
            return True

    @transaction.atomic
    def look(self):
        batch = ImportBatch.objects.defer("content").select_for_update().get(pk=self.batch.pk)
        if FROM not in batch.options:
            return False
        changes = list(changes_to_look_at(batch, batch.options.pop(FROM))[: self.most])
        if changes:
            batch.options[FROM] = changes[-1].pk
            found = find_pairs(f"{change.record}:{change.record_id}" for change in changes)
            batch.doubles += found if batch.status == ImportBatch.Status.DONE else 0
        batch.progressed_at = timezone.now()
        batch.save(update_fields=["options", "doubles", "progressed_at"])
        return bool(changes)
