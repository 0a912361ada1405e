"""The page where an admin says what foreign money is worth."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rights import require
from accounts.zones import today
from kit import formats
from pipeline.actions.rates import rate_today, set_rate
from pipeline.models import ExchangeRate
from pipeline.rate_forms import RateForm
from pipeline.rates import WorthTooLarge
from pipeline.views.answers import UNPROCESSABLE


@require_http_methods(["GET", "HEAD", "POST"])
def rates(request):
    """Every rate, the newest of each currency first, and a form for the next."""
    require(request.user, "stages.edit")
    form = RateForm(request.POST or None, initial={"currency": request.GET.get("currency", "")})
    if request.method == "POST" and form.is_valid() and (rate := tried(form, request.user)):
        messages.success(request, said_of(rate))
        return redirect("pipeline:rates")
    known = ExchangeRate.objects.order_by("currency", "-since")
    context = {"form": form, "rates": known, "this_day": today()}
    return render(request, "pipeline/rates.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def said_of(rate):
    """What becomes of a rate: it holds, waits for its day, or a later one holds."""
    said = {"currency": rate.currency, "rate": formats.number(rate.rate, 8), "day": formats.day(rate.since)}
    if rate.since > today():
        return _("%(currency)s will be worth %(rate)s from %(day)s on. Until then nothing changes.") % said
    if rate == rate_today(rate.currency):
        return _("%(currency)s is worth %(rate)s now") % said
    return _("%(currency)s was worth %(rate)s from %(day)s on. A later rate holds now.") % said


def tried(form, user):
    """The rate, or None with the reason on its field."""
    try:
        return set_rate(**form.cleaned_data, by=user)
    except WorthTooLarge as refusal:
        form.add_error("rate", str(refusal))
