"""Leads that never answered, to let go of together; leads nobody turned to for long, to turn to again."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from leads import pruning  # noqa: F401 (its act is offered)
from leads import queries_quiet as queries
from leads.views.answers import page_of

KINDS = {"unanswered": queries.unanswered, "silent": queries.silent}


@require_GET
def quiet(request):
    """One of the two lists, with the acts that end them: all are undone as one."""
    agreed = queries.policy()
    kind = request.GET.get("kind") if request.GET.get("kind") in KINDS else "unanswered"
    lists = {name: find(request.user, agreed) for name, find in KINDS.items()}
    ids = list(lists[kind].values_list("pk", flat=True)[: queries.MOST])
    context = {
        "kind": kind,
        "agreed": agreed,
        "counts": {name: leads.count() for name, leads in lists.items()},
        "page": page_of(request, lists[kind]),
        "ids": ",".join(map(str, ids)),
        "all": len(ids),
    }
    return render(request, "leads/quiet.html", context)
