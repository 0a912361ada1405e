"""Reports that go out by e-mail: those one has sent, and making, changing, sending, pausing and ending them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.bin.doing import say_thrown
from accounts.rights import require
from kit import formats
from reports.dashboards import DASHBOARDS, dashboard_or_404
from reports.files.told import narrowed_of
from reports.mailing import actions
from reports.mailing.forms import ScheduleForm
from reports.mailing.letters import link_of, rhythm
from reports.mailing.periods import period_in, periods_of, with_period
from reports.models import ReportLetter, ReportSchedule

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
    dashboard = dashboard_or_404(name)
    start = {"name": dashboard.title, "receivers": [request.user.pk]}
    form = form_for(request, dashboard, request.GET, start)
    if form.is_valid():
        made = actions.make_schedule(by=request.user, report=name, **facts_of(form, request.GET))
        messages.success(request, _("It is sent from now on. The first one: %(time)s.") % {"time": next_of(made)})
        return redirect("reports:mailing")
    return show(request, form, dashboard, request.GET)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    """Change when, of which period, as what and to whom a report goes."""
    found = own(request, pk)
    dashboard, asked = dashboard_or_404(found.report), QueryDict(found.query)
    form = form_for(request, dashboard, asked, {"formats": found.formats}, instance=found)
    if form.is_valid():
        changed = actions.change_schedule(found, by=request.user, **facts_of(form, asked))
        messages.success(request, words_of_change(changed))
        return redirect("reports:mailing")
    return show(request, form, dashboard, asked, schedule=found)


def words_of_change(schedule):
    if schedule.paused_at:
        return _("Changed. It stays paused.")
    return _("Changed. The next one: %(time)s.") % {"time": next_of(schedule)}


def next_of(schedule):
    return formats.moment(schedule.next_at)


@require_POST
def send(request, pk):
    """Send a report once more at once; its next time stays."""
    found = own(request, pk)
    try:
        people = actions.send_now(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, words_of_sending(people))
    return redirect("reports:mailing")


def words_of_sending(people):
    told = ngettext("It is on its way to %(name)s.", "It is on its way to %(count)s people.", len(people))
    return told % {"name": people[0].name, "count": formats.number(len(people))}


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


def form_for(request, dashboard, asked, start, **kept):
    periods = periods_of(dashboard, request.user, asked)
    start |= {"period": period_in(asked, periods)}
    return ScheduleForm(request.POST or None, initial=start, periods=periods, **kept)


def facts_of(form, asked):
    facts = dict(form.cleaned_data)
    return facts | {"query": with_period(asked, facts.pop("period"))}


def show(request, form, dashboard, asked, **context):
    """The form below what the report is narrowed to."""
    context |= {"dashboard": dashboard, "query": asked.urlencode(), "form": form}
    context |= {"narrowed": narrowed_of(dashboard, request.user, asked), "ticked": [form["formats"], form["receivers"]]}
    return render(request, "reports/mailing/schedule.html", context, status=UNPROCESSABLE if form.is_bound else 200)
