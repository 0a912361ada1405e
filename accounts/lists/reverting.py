"""One click that takes a change of a list back, for 30 days."""

from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.lists.actions import EntryRefused, write
from accounts.lists.kept import registry, told_of, use_named
from accounts.lists.namings import models_that_name
from accounts.lists.surgery import plain, value_of
from accounts.models import ListSurgery, SavedView
from timeline.log import record

REVERT_WITHIN = timedelta(days=30)


def can_be_reverted(surgery):
    return surgery.reverted_at is None and timezone.now() - surgery.made_at < REVERT_WITHIN


@transaction.atomic
def revert_surgery(surgery, *, by):
    """Put a list back to what it was before a change, and return it; raises EntryRefused.

    What was carried over goes back unless somebody chose something else for it since.
    """
    surgery = ListSurgery.objects.select_for_update().get(pk=surgery.pk)
    if not can_be_reverted(surgery):
        raise EntryRefused(_("This can no longer be reverted."))
    kept = registry[surgery.kept]
    for row, fields in rows_of(surgery):
        restore(row, fields, kept)
    for step in surgery.moved:
        carry_back(step)
    surgery.reverted_by, surgery.reverted_at = by, timezone.now()
    surgery.save(update_fields=["reverted_by", "reverted_at"])
    details = {"name": surgery.name, "list": kept.key, "what": surgery.kind}
    record(f"{kept.verb}.reverted", surgery, by=by, details=details, live=told_of(kept))
    return surgery


def rows_of(surgery):
    """Every row the change touched that is still there, locked, with {field: (before, after)}."""
    for label, states in surgery.after.items():
        rows = apps.get_model(label).objects.select_for_update(no_key=True).filter(pk__in=states).order_by("pk")
        for row in rows:
            was, became = surgery.before[label][str(row.pk)], states[str(row.pk)]
            yield row, {name: (was[name], became[name]) for name in became}


def restore(row, fields, kept):
    """Give a row back what it was. A view or a rule keeps what somebody changed since; an entry is refused then."""
    changed = [name for name, (_was, became) in fields.items() if name != "position" and plain(row, name) != became]
    if changed and type(row) in {SavedView, *models_that_name()}:
        return
    if changed:
        raise EntryRefused(_("“%(name)s” was changed again since. Revert that first.") % {"name": row.name})
    former = fields.get("name", (None,))[0]
    if former and kept.beside(row).exclude(pk=row.pk).filter(name__iexact=former).exists():
        raise EntryRefused(_("There is another “%(name)s” now. Rename that first.") % {"name": former})
    write(row, **{name: value_of(row, name, was) for name, (was, _became) in fields.items()})


def carry_back(step):
    use = use_named(step["use"])
    back = use.model.objects.filter(pk__in=step["ids"], **{use.field: step["to"]})
    list(back.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    back.update(**{use.field: step["from"]})
