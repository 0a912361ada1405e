"""What was done to a list, so that it can be taken back: its rows before and after, and the records carried over."""

from datetime import timedelta

from django.utils import timezone

from accounts.lists.kept import list_of
from accounts.models import ListSurgery

Kind = ListSurgery.Kind
ONE_SITTING = timedelta(minutes=10)


def state_of(rows, fields):
    """{model: {id: {field: value}}} of some rows, in words JSON knows."""
    state = {}
    for row in rows:
        state.setdefault(row._meta.label_lower, {})[str(row.pk)] = {name: plain(row, name) for name in fields}
    return state


def plain(row, name):
    return row._meta.get_field(name).value_to_string(row) if name.endswith("_at") else getattr(row, name)


def value_of(row, name, said):
    """What a remembered word means for the field."""
    return row._meta.get_field(name).to_python(said or None) if name.endswith("_at") else said


def remember(kind, entry, before, after, *, by, moved=(), into=None):
    """Keep what it takes to revert a change; steps of putting in order become one while somebody is at it."""
    kept = list_of(entry)
    last = ListSurgery.objects.filter(kept=kept.key).order_by("-pk").first()
    if kind == Kind.REORDER and last and goes_on(last, by) and covers(last, after):
        last.after, last.made_at = after, timezone.now()
        last.save(update_fields=["after", "made_at"])
        return last
    return ListSurgery.objects.create(
        kept=kept.key,
        kind=kind,
        name=entry.name,
        into=into.name if into else "",
        before=before,
        after=after,
        moved=list(moved),
        by=by,
    )


def goes_on(last, by):
    is_fresh = timezone.now() - last.made_at < ONE_SITTING
    return last.kind == Kind.REORDER and last.by_id == by.pk and last.reverted_at is None and is_fresh


def covers(last, after):
    """Whether both are about the same rows: each set of labels has an order of its own."""
    return {model: set(rows) for model, rows in last.after.items()} == {m: set(rows) for m, rows in after.items()}
