"""Why did I (not) get this?"""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from followups.letters import page_of
from followups.models import FollowUp
from followups.why import answers_about, why_none
from timeline.queries import timeline_of


@require_safe
def why(request, pk):
    """What became of each reminder of a follow-up, and what happened to the follow-up itself."""
    found = FollowUp.objects.visible_to(request.user).select_related("owner", "deal", "lead", "kind")
    follow_up = get_object_or_404(found, pk=pk)
    answers = answers_about(follow_up)
    context = {
        "follow_up": follow_up,
        "answers": answers,
        "none_because": "" if answers else why_none(follow_up),
        "history": timeline_of(follow_up, request.user),
        "page_url": page_of(follow_up),
    }
    return render(request, "followups/why.html", context)
