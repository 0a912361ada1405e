"""Shaping a list: entries are added, changed, put in order, retired, brought back and merged.

What uses an entry keeps it when it is retired, and nothing in the log is rewritten. Every change but an addition is
remembered as a ListSurgery, which can be reverted.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.lists.kept import list_of, told_of, uses_of
from accounts.lists.namings import rename_in_rows
from accounts.lists.surgery import Kind, remember, state_of
from accounts.lists.views_saved import rename_in_views
from timeline.log import record


class EntryRefused(Exception):
    """Why a list cannot be changed in this way, in one sentence."""


@transaction.atomic
def add_entry(kept, *, by, **facts):
    """Add an entry at the end of its order and return it."""
    others = in_order(kept, kept.model(**facts))
    entry = kept.model.objects.create(position=others[-1].position + 1 if others else 0, **facts)
    tell("added", entry, by=by)
    return entry


@transaction.atomic
def edit_entry(entry, *, by, **facts):
    """Change what an admin writes of an entry, and return it; what was told before keeps the old name."""
    entry = lock(entry)
    changes = {name: [getattr(entry, name), new] for name, new in facts.items() if getattr(entry, name) != new}
    if changes:
        before = state_of([entry], changes)
        write(entry, **{name: facts[name] for name in changes})
        tell("edited", entry, by=by, changes=changes)
        remember(Kind.EDIT, entry, before, state_of([entry], changes), by=by)
    return entry


@transaction.atomic
def place_entry(entry, *, step, by):
    """Put an entry one place up (step −1) or down (+1) among those in use; returns its place and how many there are."""
    kept = list_of(entry)
    entries = in_order(kept, entry)
    start = entries.index(entry)
    end = min(max(start + step, 0), len(entries) - 1)
    if start != end:
        before = state_of(entries, ["position"])
        entries.insert(end, entries.pop(start))
        set_order(entries)
        tell("moved", entry, by=by, changes={"place": [start + 1, end + 1]})
        remember(Kind.REORDER, entry, before, state_of(entries, ["position"]), by=by)
    return end + 1, len(entries)


@transaction.atomic
def retire_entry(entry, *, by):
    """Offer an entry, and its parts, no longer; what uses it keeps it."""
    entry = lock(entry)
    if entry.retired_at:
        return
    rows = [entry, *parts_of(entry, retired_at=None)]
    before = state_of(rows, ["retired_at"])
    entry.retired_at = timezone.now()
    for row in rows:
        write(row, retired_at=entry.retired_at)
    tell("retired", entry, by=by)
    remember(Kind.RETIRE, entry, before, state_of(rows, ["retired_at"]), by=by)


@transaction.atomic
def bring_back_entry(entry, *, by):
    """Offer a retired entry again, at the end of its order, with the parts that were retired together with it."""
    entry = lock(entry)
    if not entry.retired_at:
        return
    others = in_order(list_of(entry), entry)
    for part in parts_of(entry, retired_at=entry.retired_at):
        write(part, retired_at=None)
    write(entry, retired_at=None)
    set_order([*others, entry])
    tell("returned", entry, by=by)


@transaction.atomic
def merge_entries(entry, *, into, by):
    """Let everything that uses an entry use another one, saved views and rules included, and retire it.

    Returns the ListSurgery that can take it back. Raises EntryRefused.
    """
    kept = list_of(entry)
    list(kept.model.objects.select_for_update(no_key=True).filter(pk__in=[entry.pk, into.pk]).order_by("pk"))
    entry.refresh_from_db()
    into.refresh_from_db()
    if entry == into or into.retired_at:
        raise EntryRefused(_("Choose another one that is in use, to merge %(name)s into.") % {"name": entry.name})
    before = state_of([entry], ["retired_at"])
    moved = [carry_over(use, entry, into) for use in uses_of(entry)]
    write(entry, retired_at=entry.retired_at or timezone.now())
    after = state_of([entry], ["retired_at"])
    if kept.param:
        rename_in_views(kept.param, entry, into, before, after)
    rename_in_rows(entry, into, before, after)
    counts = {step["use"]: len(step["ids"]) for step in moved}
    tell("merged", entry, by=by, into=into.name, counts=counts)
    return remember(Kind.MERGE, entry, before, after, by=by, moved=moved, into=into)


def carry_over(use, entry, into):
    """Let the records of one relation name the other entry; they are locked in the order everybody takes them."""
    ids = list(use.of(entry).order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    use.of(entry).update(**{use.field: into})
    return {"use": use.key, "from": entry.pk, "to": into.pk, "ids": ids}


def lock(entry):
    return type(entry).objects.select_for_update(no_key=True).get(pk=entry.pk)


def in_order(kept, entry):
    """The entries in use that stand in one order with this one; whoever changes the order holds them all."""
    beside = kept.beside(entry)
    list(beside.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    return list(beside.filter(retired_at=None).order_by("position", "pk"))


def set_order(entries):
    for position, entry in enumerate(entries):
        entry.position = position
    type(entries[0]).objects.bulk_update(entries, ["position"])


def parts_of(entry, **wanted):
    parts = list_of(entry).parts
    return list(getattr(entry, parts).filter(**wanted)) if parts else []


def write(entry, **facts):
    for name, value in facts.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(facts))


def tell(what, entry, *, by, changes=None, **details):
    kept = list_of(entry)
    details = {"name": entry.name, "list": kept.key} | details
    record(f"{kept.verb}.{what}", entry, by=by, changes=changes, details=details, live=told_of(kept))
