"""Filters people name, and how they keep them at hand."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.bin.actions import throw_away
from accounts.models import SavedView
from accounts.queries import may_change_view
from timeline.log import record

MOST_VIEWS = 60  # of one person: shared ones stand in everybody's menu


def save_view(*, by, subject, face, query, name, is_shared=False, is_pinned=True):
    """Keep a filter under a name; ValidationError if the owner has one of that name, or very many."""
    if by.saved_views.filter(subject=subject).count() >= MOST_VIEWS:
        words = _("You keep %(most)s views already. Throw away one you no longer need.")
        raise ValidationError(words % {"most": MOST_VIEWS})
    with transaction.atomic():
        view = SavedView(owner=by, subject=subject, face=face, query=query, name=name, is_shared=is_shared)
        write(view)
        if is_pinned:
            view.pinned_by.add(by)
        record("view.saved", view, by=by, owner=by, details={"name": name})
    return view


def change_view(view, *, by, **facts):
    """Rename a view, share it or not, or give it another filter; returns it as it is now."""
    require_change(view, by)
    changes = {field: [getattr(view, field), value] for field, value in facts.items() if getattr(view, field) != value}
    if not changes:
        return view
    with transaction.atomic():
        for field, (_old, value) in changes.items():
            setattr(view, field, value)
        write(view)
        if not view.is_shared:
            view.pinned_by.remove(*view.pinned_by.exclude(pk=view.owner_id))
        record("view.changed", view, by=by, owner=view.owner, changes=changes, details={"name": view.name})
    return view


def delete_view(view, *, by):
    """Throw a view away and return what lies in the bin; the deals or leads it showed stay as they are."""
    require_change(view, by)
    return throw_away([view], by=by).done


def pin_view(view, *, by, is_pinned):
    """Keep a view among one's tabs, or put it back into the menu."""
    with transaction.atomic():
        (view.pinned_by.add if is_pinned else view.pinned_by.remove)(by)
        record("view.pinned" if is_pinned else "view.unpinned", view, by=by, owner=by, details={"name": view.name})


def require_change(view, by):
    if not may_change_view(by, view):
        raise PermissionDenied(
            _("Only %(owner)s or an admin can change this view. Save your own instead.") % {"owner": view.owner}
        )


def write(view):
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise ValidationError({"name": _("You have a view of this name. Choose another one.")}) from None
