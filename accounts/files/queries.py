"""The files of a record, its own and those the floors above know of."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.urls import reverse

from accounts.models import StoredFile
from accounts.records import record_named
from timeline.models import subject_key

SHOWN = 100
others = []


@dataclass(frozen=True)
class Listed:
    """A line of the panel: `address` is where it is downloaded; `key` is empty for what other floors keep."""

    name: str
    by: str
    added_at: datetime
    address: str
    key: str = ""


def list_also(find):
    """Let the panel show what else goes with a record: `find(record, user)` gives Listed files."""
    others.append(find)


def files_of(thing, user):
    """The files of a record this person sees, the newest first."""
    kept = StoredFile.objects.there().filter(record=subject_key(thing)).select_related("by")[:SHOWN]
    own = [Listed(one.name, one.by.name, one.added_at, address_of(one), str(one.key)) for one in kept]
    more = [file for find in others for file in find(thing, user)]
    return sorted([*own, *more], key=lambda file: file.added_at, reverse=True)


def removed_from(thing):
    """The last files that were removed from a record, to be brought back."""
    gone = StoredFile.objects.filter(record=subject_key(thing), removed_at__isnull=False)
    return list(gone.select_related("removed_by").order_by("-removed_at")[:20])


def address_of(kept):
    return reverse("accounts:file", args=[kept.key])


def file_seen(user, key):
    """(the file, its record) if this person sees the record; 404 for strangers and for keys nobody has."""
    kept = StoredFile.objects.filter(key=key).select_related("by").first()
    thing = kept and record_named(kept.record, user)
    if thing is None:
        raise Http404
    return kept, thing
