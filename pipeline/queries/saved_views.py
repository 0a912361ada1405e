"""Saved views of deals: what each holds now, and which of them name a stage."""

from django.db.models import Count, Q, Value
from django.http import QueryDict

from accounts.queries import views_naming
from pipeline.filters import DealFilter, listed
from pipeline.models import IS_AWAKE, Deal
from pipeline.queries.board import IS_OPEN, this_month

MOST_COUNTED = 25


def views_naming_stage(stage):
    """The saved views whose filter names this stage, also private ones: what a surgery of stages has to know."""
    return views_naming("deals", ["stage", "entered"], stage.pk)


def deals_of(view, request):
    """What this viewer sees through a saved view."""
    seen = Deal.objects.visible_to(request.user)
    asked = QueryDict(view.query)
    shown = listed(seen, asked) if view.face == "list" else seen.on_board() if view.face == "board" else seen.open()
    return DealFilter(asked, queryset=shown, request=request).qs


def count_views(views, request):
    """How many deals each of the views holds, by its id, in one query; only the first of very many are counted."""
    views = views[:MOST_COUNTED]
    counts = [
        deals_of(view, request)
        .order_by()
        .values(view=Value(view.pk))
        .annotate(count=Count("pk"))
        .values_list("view", "count")
        for view in views
    ]
    found = dict(counts[0].union(*counts[1:], all=True)) if counts else {}
    return {view.pk: found.get(view.pk, 0) for view in views}


def ready_counts(deals, user):
    """How many of these deals each ready-made tab holds, in their order, in one query."""
    return deals.aggregate(
        everything=Count("pk"),
        mine=Count("pk", filter=Q(owner=user)),
        closing=Count("pk", filter=IS_OPEN & Q(expected_close__range=this_month())),
        no_step=Count("pk", filter=IS_AWAKE & Q(next_step_at=None)),
    )
