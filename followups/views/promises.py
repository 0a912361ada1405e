"""Everything promised that one may see, as a list: whose it is and when it is due."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from followups.filters import FollowUpFilter
from followups.models import FollowUp
from leads.views.answers import page_of

SHOWN = ("kind", "owner", "deal__company", "deal__stage", "lead")


@require_safe
def promises(request):
    """The follow-ups this person sees, earliest first; those done latest first."""
    shown = FollowUp.objects.visible_to(request.user).select_related(*SHOWN)
    promised = FollowUpFilter(request.GET, queryset=shown, request=request)
    context = {"filter": promised, "page": page_of(request, promised.qs), "here": request.get_full_path()}
    return render(request, "followups/promises.html", context)
