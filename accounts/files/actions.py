"""Adding files to records, removing them and bringing them back."""

import hashlib

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.files.kinds import NotTaken, kind_of, name_for
from accounts.models import FilePiece, StoredFile
from accounts.records import about
from kit import formats
from timeline.log import record
from timeline.models import subject_key

PIECE = 512 * 1024
MOST_FILES = 500


def add_file(thing, *, upload, by):
    """Keep an uploaded file with a record and return it; NotTaken says why not."""
    kind = kind_of(refused_if_large(upload).file, plain(upload.name))
    with transaction.atomic():
        if StoredFile.objects.there().filter(record=subject_key(thing)).count() >= MOST_FILES:
            raise NotTaken(_("There are 500 files here already: remove some first."))
        kept = StoredFile(record=subject_key(thing), name=name_for(upload.name, kind), kind=kind, by=by)
        put(kept, upload)
        tell("file.added", kept, thing, by=by)
    return kept


def plain(name):
    """What a file is called in a sentence about it."""
    return name_for(name, "").rstrip(".")


def refused_if_large(upload):
    most = settings.LARGEST_FILE
    if upload.size > most:
        size = formats.number(most // 1024**2)
        raise NotTaken(_("“%(name)s” is larger than %(size)s MB.") % {"name": plain(upload.name), "size": size})
    if not upload.size:
        raise NotTaken(_("“%(name)s” is empty.") % {"name": plain(upload.name)})
    return upload


def put(kept, upload):
    """Write the content piece by piece, so that no more than one is ever held."""
    digest, kept.size, kept.sha256 = hashlib.sha256(), upload.size, "0" * 64
    kept.save(force_insert=True)
    for number, content in enumerate(upload.chunks(PIECE)):
        digest.update(content)
        FilePiece.objects.bulk_create([FilePiece(file=kept, number=number, content=content)])
    kept.sha256 = digest.hexdigest()
    kept.save(update_fields=["sha256"])


def remove_file(kept, thing, *, by):
    """Take a file away; it can be brought back. Returns the event, or None if it was gone."""
    return turn(kept, thing, "file.removed", by, removed_at=timezone.now(), removed_by=by)


def bring_back_file(kept, thing, *, by):
    """Bring a removed file back; returns the event, or None if it was there."""
    return turn(kept, thing, "file.restored", by, removed_at=None, removed_by=None)


@transaction.atomic
def turn(kept, thing, verb, by, **facts):
    kept = StoredFile.objects.select_for_update().get(pk=kept.pk)
    if bool(kept.removed_at) == bool(facts["removed_at"]):
        return None
    for name, value in facts.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(facts))
    return tell(verb, kept, thing, by=by)


def tell(verb, kept, thing, *, by):
    details = {"name": kept.name, "file": str(kept.key), "size": kept.size}
    return record(verb, thing, by=by, about=about(thing), details=details, owner=thing.owner)
