"""Reports people keep: the list, and saving, renaming, sharing and deleting them."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.bin.doing import say_thrown
from accounts.rights import require
from reports.builder.filters import BuilderFilter
from reports.builder.forms import KeepForm, NameForm
from reports.builder.page import title_of
from reports.builder.saving import address_of, change_report, delete_report, require_change, save_report
from reports.dashboards import DASHBOARDS
from reports.models import SavedReport

UNPROCESSABLE = 422


@require_safe
def saved(request):
    """The reports this person finds, as a page or as the menu among the tabs."""
    require(request.user, "forecast.see")
    found = SavedReport.objects.visible_to(request.user).select_related("owner")
    rows = [(report, address_of(report), report.may_be_changed_by(request.user)) for report in found]
    part = "reports/builder/_saved_menu.html" if request.htmx else "reports/builder/saved.html"
    return render(request, part, {"rows": rows, "dashboards": DASHBOARDS, "here": "saved"})


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request):
    """Keep what the builder shows now under a name."""
    require(request.user, "forecast.see")
    start = {"query": request.GET.urlencode(), "name": suggested(request)[:80]}
    form = KeepForm(request.POST or None, user=request.user, initial=start)
    if form.is_valid() and (made := tried(form, save_report, by=request.user, **form.cleaned_data)):
        return redirect(address_of(made))
    return show(request, "keep", form)


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request, pk):
    """Rename a report, share it, or keep it to oneself."""
    found = report_to_change(request, pk)
    start = {"name": found.name, "is_shared": found.is_shared}
    form = NameForm(request.POST or None, user=request.user, initial=start)
    if form.is_valid() and tried(form, change_report, found, by=request.user, **form.cleaned_data):
        return redirect(address_of(found))
    return show(request, "rename", form, report=found, address=address_of(found))


@require_POST
def take_query(request, pk):
    """Let a report ask what the builder shows now."""
    found = change_report(report_to_change(request, pk), by=request.user, query=request.POST.get("query", "")[:2000])
    return redirect(address_of(found))


@require_POST
def delete(request, pk):
    """Throw a report away."""
    say_thrown(request, delete_report(report_to_change(request, pk), by=request.user))
    return redirect("reports:saved")


def report_to_change(request, pk):
    """The report this user finds, else 404, and may change, else 403."""
    found = get_object_or_404(SavedReport.objects.visible_to(request.user).select_related("owner"), pk=pk)
    require_change(found, request.user)
    return found


def suggested(request):
    """What a report may be called: what it shows."""
    chosen = BuilderFilter(request.GET, request=request)
    return title_of(chosen.measures_asked, chosen.groups_asked)


def show(request, page, form, **more):
    context = more | {"form": form, "dashboards": DASHBOARDS}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, f"reports/builder/{page}.html", context, status=status)


def tried(form, act, *args, **facts):
    """What was done, or None with the reason on the form."""
    try:
        return act(*args, **facts)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
