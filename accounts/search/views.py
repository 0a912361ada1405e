"""The search: a page of what was found, and the piece of it that opens under the field of the head."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.search.queries import asked, is_enough, search


@require_safe
def find(request):
    """Everything called by the `q` of the address; a script gets the groups alone."""
    text = asked(request.GET.get("q", ""))
    groups = search(text, request.user)
    context = {"text": text, "groups": groups, "is_enough": is_enough(text)}
    context["count"] = sum(len(group.hits) for group in groups)
    template = "accounts/search/_found.html" if request.htmx else "accounts/search/search.html"
    return render(request, template, context)
