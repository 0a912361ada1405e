"""Saved views of leads: what each holds now."""

from django.db.models import Count, Value
from django.http import QueryDict

from leads.filters import LeadFilter
from leads.queries import NAMES, leads_in

MOST_COUNTED = 25


def count_views(views, request):
    """How many leads each of the views holds, by its id, in one query; only the first of very many are counted."""
    counts = [
        leads_of(view, request)
        .order_by()
        .values(view=Value(view.pk))
        .annotate(count=Count("pk"))
        .values_list("view", "count")
        for view in views[:MOST_COUNTED]
    ]
    found = dict(counts[0].union(*counts[1:], all=True)) if counts else {}
    return {view.pk: found.get(view.pk, 0) for view in views[:MOST_COUNTED]}


def leads_of(view, request):
    """What this viewer sees through a saved view."""
    asked = QueryDict(view.query)
    tab = asked.get("tab") if asked.get("tab") in NAMES else "inbox"
    return LeadFilter(asked, queryset=leads_in(tab, request.user), request=request).qs
