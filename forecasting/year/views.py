"""Where an admin says when the fiscal year begins."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.rights import require
from forecasting.periods import fiscal_start
from forecasting.year.actions import set_fiscal_start


class YearForm(forms.Form):
    month = forms.TypedChoiceField(
        label=gettext_lazy("The fiscal year begins in"), choices=list(MONTHS.items()), coerce=int
    )


@require_http_methods(["GET", "HEAD", "POST"])
def year(request):
    """The month the fiscal year begins in."""
    require(request.user, "stages.edit")
    form = YearForm(request.POST or None, initial={"month": fiscal_start()})
    if form.is_valid():
        set_fiscal_start(form.cleaned_data["month"], by=request.user)
        messages.success(request, _("Quarters and years are counted from there. What was written down keeps its days."))
        return redirect("forecasting:year")
    return render(request, "forecasting/year.html", {"form": form}, status=422 if form.is_bound else 200)
