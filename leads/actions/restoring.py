"""Facts of a lead, company, contact or BANT sheet as they were before an event of the log wrote them."""

from datetime import timedelta

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.fields.facts import columns_of, is_custom, set_fact
from accounts.rights import LEADERS
from leads.actions.words import said

UNDO_WITHIN = timedelta(hours=24)


class CannotUndo(Exception):
    """Why this can no longer be undone, in one sentence."""


def refuse_if_too_late(event, by):
    """Raise CannotUndo for what was undone before, what somebody else did, and what is older than a day."""
    if event.undone_by_id:
        raise CannotUndo(_("This was undone already."))
    if event.actor_id != by.pk and by.role not in LEADERS:
        raise CannotUndo(_("Only who did this, a manager or an admin can undo it."))
    if timezone.now() - event.happened_at > UNDO_WITHIN:
        raise CannotUndo(_("This is more than a day ago. Change it back by hand."))


def restore(record, event, called):
    """Give a locked record every fact the event changed as it was, and return the columns to save.

    Raises CannotUndo if one of them was changed since; `called` is what the reader knows the record by.
    """
    if any(said(record, name) != wrote for name, (_was, wrote) in event.changes.items()):
        raise CannotUndo(_("%(name)s was changed since.") % {"name": called})
    try:
        for name, (was, _wrote) in event.changes.items():
            set_fact(record, name, fact(record, name, was))
    except ObjectDoesNotExist as gone:
        raise CannotUndo(_("What was there before is not there any more.")) from gone
    return columns_of(event.changes)


def fact(record, name, was):
    """A fact as the log keeps it, as the record holds it."""
    if is_custom(name):
        return was
    field = record._meta.get_field(name)
    if field.is_relation:
        return standing(field.related_model).get(pk=was) if was else None
    return None if was in ("None", None) and field.null else field.to_python(was)


def standing(model):
    """The records of a model that were not merged away meanwhile."""
    try:
        model._meta.get_field("merged_into")
    except FieldDoesNotExist:
        return model.objects
    return model.objects.filter(merged_into=None)


def backwards(event):
    """{fact: [what it wrote, what was before]}, for the event that takes this one back."""
    return {name: [wrote, was] for name, (was, wrote) in event.changes.items()}


def said_backwards(event):
    """The same in words."""
    return {field: [wrote, was] for field, (was, wrote) in event.details.get("said", {}).items()}
