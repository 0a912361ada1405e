"""Where the saved views of each subject open; the floors above say so when they start."""

from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from accounts.queries import may_change_view

homes = {}


def open_views_at(subject, **url_names):
    """Say which page shows each face of a subject: `open_views_at("deals", board="pipeline:board")`."""
    homes[subject] = url_names


def address_of(view):
    """The page a view opens, which knows by `view` whose filter it shows."""
    asked = f"{view.query}&" if view.query else ""
    return f"{reverse(homes[view.subject][view.face])}?{asked}{urlencode({'view': view.pk})}"


def views_as_rows(views, user, counts=None, opened=""):
    """Saved views as rows of their menu, each with its count if `counts` has one; `opened` is the current one’s id."""
    return [
        {
            "view": view,
            "address": address_of(view),
            "count": (counts or {}).get(view.pk),
            "is_current": str(view.pk) == opened,
            "may_change": may_change_view(user, view),
        }
        for view in views
    ]


def tidy(query):
    """A filter as views keep it: only what is asked for, always in the same order."""
    asked = QueryDict(query)
    return urlencode(
        sorted((name, value) for name, values in asked.lists() for value in values if value and name != "view")
    )
