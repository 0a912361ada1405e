"""How somebody read a file, kept under a name for the next one with the same columns; admins share theirs."""

from django.db import transaction
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from accounts.bin.actions import throw_away
from accounts.rights import require
from leads.models import ImportMapping

BESIDE = {"line", "reason"}  # what a file of refused rows has besides its own columns
OF_ONE_FILE = {"notes", "prices", "read_as", "look_from"}


def saved_for(batch, headers, user):
    """The ways this person may read a file with these columns by: one's own first, the last used first."""
    mine_or_ours = Q(owner=user) | Q(is_shared=True)
    known = ImportMapping.objects.filter(mine_or_ours, kind=batch.kind, headers=own_headers(headers))
    mine = Case(When(owner=user, then=Value(0)), default=Value(1))
    return known.select_related("owner").order_by(mine, "-used_at", "-pk")


def own_headers(headers):
    beside = BESIDE if set(headers) >= BESIDE else ()
    return [header[:200] for header in headers if header not in beside]


def likeliest(batch, headers):
    """The saved way that fits a new file best, or None; a program somebody named counts more."""
    preset = batch.options.get("preset", "")
    ways = saved_for(batch, headers, batch.owner)
    return next((way for way in ways if preset in ("", way.options.get("preset", ""))), None)


@transaction.atomic
def keep_mapping(batch, headers, *, name=None, is_shared=None, by):
    """Keep how a batch with these headers is read under a name (else that it was read by, or the file's).

    `is_shared` None leaves it as it is.
    """
    asked = {key: value for key, value in batch.options.items() if key not in OF_ONE_FILE}
    kept = {"mapping": batch.mapping, "options": asked, "finds_by": batch.finds_by, "used_at": timezone.now()}
    kept |= {"headers": own_headers(headers)}
    if is_shared is not None:
        require(by, "imports.share")
        kept["is_shared"] = is_shared
    name = (name or name_for(batch, by))[:80]
    return ImportMapping.objects.update_or_create(owner=by, kind=batch.kind, name=name, defaults=kept)[0]


def name_for(batch, user):
    """The name the columns of a batch are proposed to be kept under."""
    way = own_way(batch, user)
    return way.name if way else batch.file_name[:80]


def own_way(batch, user):
    """The way of one's own by which a file was read, or None."""
    return ImportMapping.objects.filter(pk=batch.options.get("read_as"), owner=user).first()


def forget_mapping(way, *, by):
    """Throw a way to read files away and return what lies in the bin; others' only admins may."""
    if way.owner_id != by.pk:
        require(by, "imports.share")
    return throw_away([way], by=by).done
