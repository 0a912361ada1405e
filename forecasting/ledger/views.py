"""The pages on which reps submit, managers adjust, and quotas are set; each shows what was said before."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rights import require
from accounts.zones import today
from forecasting.ledger.actions import Kind, name_sum
from forecasting.ledger.forms import AboutForm, AdjustmentForm, SumForm
from forecasting.ledger.queries import history, in_force
from forecasting.models import PeriodKind
from forecasting.periods import FiscalPeriod, fiscal_start
from forecasting.queries.forecast import Scope, forecast_of
from pipeline.models import Pipeline
from pipeline.rates import RateMissing, workspace_currency

KINDS = PeriodKind.choices
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def submission(request):
    """What a rep says their own deals will bring in a period."""
    require(request.user, "forecast.submit")
    period, pipeline = period_of(request), pipeline_of(request)
    held = in_force(request.user, Kind.SUBMISSION, period, this_day(), pipeline).get(("rep", request.user.pk))
    form = SumForm(request.POST or None, initial={"amount": held.amount, "currency": held.currency} if held else {})
    if form.is_valid() and say(form, request, Kind.SUBMISSION, form.cleaned_data | {"owner": request.user}):
        messages.success(request, _("Submitted. What you said before stays in the list below."))
        return redirect(address(request))
    told = history(request.user, period, kinds=[Kind.SUBMISSION], owner=request.user, pipeline=pipeline)
    own = forecast_of(Scope(request.user, pipeline, request.user), period)
    return show(request, "submission", form, told, held=held, own=own, currency=workspace_currency())


@require_http_methods(["GET", "HEAD", "POST"])
def adjustment(request):
    """What a manager expects of a person, a team or the house instead of what was submitted."""
    require(request.user, "forecast.adjust")
    form = AdjustmentForm(request.user, request.POST or None, initial={"about": request.GET.get("about")})
    if form.is_valid() and say(form, request, Kind.ADJUSTMENT, form.named | {"amount": form.cleaned_data["amount"]}):
        messages.success(request, _("Written down beside what was submitted."))
        return redirect(address(request))
    kinds = [Kind.SUBMISSION, Kind.ADJUSTMENT]
    told = history(request.user, period_of(request), kinds=kinds, pipeline=pipeline_of(request))
    return show(request, "adjustment", form, told)


@require_http_methods(["GET", "HEAD", "POST"])
def quotas(request):
    """What people and teams are asked to bring in a period."""
    require(request.user, "quotas.edit")
    form = AboutForm(request.user, request.POST or None, initial={"about": request.GET.get("about")})
    if form.is_valid() and say(form, request, Kind.QUOTA, form.named | {"amount": form.cleaned_data["amount"]}):
        messages.success(request, _("The quota holds from today. Earlier ones stay as they were."))
        return redirect(address(request))
    period, pipeline = period_of(request), pipeline_of(request)
    held = in_force(request.user, Kind.QUOTA, period, this_day(), pipeline)
    told = history(request.user, period, kinds=[Kind.QUOTA], pipeline=pipeline)
    return show(request, "quotas", form, told, rows=list(held.values()))


def this_day():
    return today()


def period_of(request):
    """The period of the address, this quarter where it names none."""
    start = fiscal_start()
    return FiscalPeriod.read(request.GET.get("period"), start) or FiscalPeriod.of("quarter", this_day(), start)


def pipeline_of(request):
    """The pipeline of the address, None for all of them."""
    asked = request.GET.get("pipeline", "")
    return Pipeline.objects.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 19 else None


def say(form, request, kind, facts):
    """Write the sum down; where its currency has no rate, say so on the form."""
    try:
        return name_sum(kind, period_of(request), by=request.user, pipeline=pipeline_of(request), **facts)
    except RateMissing as missing:
        form.add_error("currency", str(missing))


def address(request):
    """The same page of the same period and pipeline."""
    pipeline = pipeline_of(request)
    return f"{request.path}?{query_of(period_of(request), pipeline)}"


def query_of(period, pipeline):
    return urlencode({"period": period.code} | ({"pipeline": pipeline.pk} if pipeline else {}))


def show(request, page, form, told, **more):
    period, pipeline = period_of(request), pipeline_of(request)
    context = more | {
        "page": page,
        "form": form,
        "told": told[:200],
        "period": period,
        "pipeline": pipeline,
        "before": query_of(period.before, pipeline),
        "after": query_of(period.after, pipeline),
        "kinds": [(name, query_of(period.same(kind), pipeline), kind == period.kind) for kind, name in KINDS],
        "forecast_url": f"{reverse('forecasting:forecast')}?{query_of(period, pipeline)}",
    }
    return render(request, f"forecasting/ledger/{page}.html", context, status=UNPROCESSABLE if form.is_bound else 200)
