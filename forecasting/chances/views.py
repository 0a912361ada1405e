"""Why a deal is given its chance, and by which chances somebody's forecast is weighed."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.rights import require
from forecasting.chances.actions import choose_weight
from forecasting.chances.forms import WeightForm
from forecasting.chances.reasons import chances_of
from pipeline.models import Deal


@require_safe
def deal_chances(request, pk):
    """The three chances of a deal, and the reasons of the one that was learned."""
    require(request.user, "forecast.see")
    seen = Deal.objects.visible_to(request.user).select_related("stage", "pipeline")
    deal = get_object_or_404(seen, pk=pk)
    return render(request, "forecasting/chances.html", {"deal": deal, "chances": chances_of(deal, request.user)})


@require_POST
def weigh(request):
    """Keep by which chances to weigh, for oneself or, as an admin, for all who chose nothing."""
    require(request.user, "forecast.see")
    form = WeightForm(request.POST)
    if not form.is_valid():
        return render(request, "forecasting/weigh.html", {"form": form}, status=422)
    if form.cleaned_data["for_all"]:
        require(request.user, "stages.edit")
    choose_weight(form.cleaned_data["by"], by=request.user, for_all=form.cleaned_data["for_all"])
    return HttpResponseRedirect(reverse("forecasting:forecast"))
