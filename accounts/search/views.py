"""The search: a page of what was found, the palette that opens over every page, and what it shows as one types."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.search.offers import commands_for, here_of
from accounts.search.queries import asked, is_enough, recent, search


@require_safe
def find(request):
    """Everything the `q` of the address finds; a script gets it as options of its palette, with what may be done."""
    template = "accounts/search/_options.html" if request.htmx else "accounts/search/search.html"
    return render(request, template, what_was_asked(request))


@require_safe
def palette(request):
    """The palette: a field, and what one has in work until something is typed."""
    return render(request, "accounts/search/palette.html", what_was_asked(request))


def what_was_asked(request):
    """What is shown for the `q` of the address, and what may be done on the page `here`."""
    text, here = asked(request.GET.get("q", "")), here_of(request.GET.get("here", ""))
    found = search(text, request.user) if text or not request.htmx else recent(request.user)
    commands = commands_for(request.user, here, text)
    is_first = bool(commands) and (not text or commands[0].is_named(text))
    return {
        "text": text,
        "here": here.path,
        "found": found,
        "commands": commands,
        "are_commands_first": is_first,
        "is_enough": is_enough(text),
        "count": found.count + len(commands),
    }
