"""Saved views that name an entry of a list in their filter."""

from django.http import QueryDict

from accounts.lists.surgery import state_of
from accounts.models import SavedView


def views_naming(param, entry):
    """The saved views, anybody's, whose filter names this entry."""
    likely = SavedView.objects.filter(query__contains=f"{param}=").order_by("pk")
    return [view for view in likely if str(entry.pk) in QueryDict(view.query).getlist(param)]


def rename_in_views(param, entry, into, before, after):
    """Let the views that name an entry name another; `before` and `after` are completed with their filters."""
    views = views_naming(param, entry)
    before.update(state_of(views, ["query"]))
    for view in views:
        view.query = renamed(view.query, param, str(entry.pk), str(into.pk))
    SavedView.objects.bulk_update(views, ["query"])
    after.update(state_of(views, ["query"]))


def renamed(query, param, old, new):
    fields = QueryDict(query, mutable=True)
    values = [new if value == old else value for value in fields.getlist(param)]
    fields.setlist(param, list(dict.fromkeys(values)))
    return fields.urlencode()
