"""Reports that go out by e-mail: those one has sent, and making, changing, pausing and ending them."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.bin.doing import say_thrown
from accounts.rights import require
from forecasting.common import with_value
from reports.dashboards import DASHBOARDS, dashboard_or_404
from reports.files.told import question_of
from reports.mailing import actions
from reports.mailing.forms import ScheduleForm
from reports.mailing.letters import link_of, rhythm
from reports.models import ReportLetter, ReportSchedule
from reports.periods import ALL, LAST_12

UNPROCESSABLE = 422
LETTERS_SHOWN = 100


@require_safe
def schedules(request):
    """The reports this person has sent, with how the last letters went."""
    require(request.user, "reports.send")
    found = ReportSchedule.objects.visible_to(request.user).prefetch_related("receivers")
    titles = {dashboard.name: dashboard.title for dashboard in DASHBOARDS}
    rows = [(one, titles.get(one.report, one.report), rhythm(one), link_of(one)) for one in found]
    letters = ReportLetter.objects.filter(schedule__owner=request.user).select_related("receiver", "schedule")
    context = {"rows": rows, "letters": letters[:LETTERS_SHOWN], "dashboards": DASHBOARDS}
    return render(request, "reports/mailing/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, name):
    """Have a report sent as its page stands now."""
    require(request.user, "reports.send")
    dashboard, query = dashboard_or_404(name), request.GET.urlencode()
    start = {"name": dashboard.title, "receivers": [request.user.pk]}
    form = ScheduleForm(request.POST or None, initial=start)
    if form.is_valid():
        actions.make_schedule(by=request.user, report=name, query=query, **form.cleaned_data)
        messages.success(request, _("It is sent from now on."))
        return redirect("reports:mailing")
    return show(request, form, dashboard=dashboard, query=query)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    """Change when, as what and to whom a report goes."""
    found = own(request, pk)
    form = ScheduleForm(request.POST or None, instance=found, initial={"formats": found.formats})
    if form.is_valid():
        actions.change_schedule(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Changed."))
        return redirect("reports:mailing")
    return show(request, form, dashboard=dashboard_or_404(found.report), query=found.query, schedule=found)


@require_POST
def pause(request, pk):
    """Pause a report, or send it again."""
    found = own(request, pk)
    act = actions.resume_schedule if found.paused_at else actions.pause_schedule
    act(found, by=request.user)
    return redirect("reports:mailing")


@require_POST
def delete(request, pk):
    """Send a report no more."""
    found = own(request, pk)
    say_thrown(request, actions.delete_schedule(found, by=request.user))
    return redirect("reports:mailing")


def own(request, pk):
    found = get_object_or_404(ReportSchedule.objects.visible_to(request.user), pk=pk)
    require(request.user, "reports.send", found)
    return found


def show(request, form, *, dashboard, query, **context):
    """The form below what is sent; a period by its name stays what it is, and the current one is offered."""
    asked = QueryDict(query)
    context |= {"dashboard": dashboard, "query": query, "form": form, "ticked": [form["formats"], form["receivers"]]}
    context["question"] = question_of(dashboard, request.user, asked)
    context["stays"] = asked.get("period", LAST_12) not in ("", LAST_12, ALL)
    context["moving"] = with_value(asked, period="")
    return render(request, "reports/mailing/schedule.html", context, status=UNPROCESSABLE if form.is_bound else 200)
