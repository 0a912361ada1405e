"""The pages where managers say when their teams work, and admins when everybody does."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.hours.actions import add_holiday, drop_hours, remove_holiday, set_hours
from accounts.hours.forms import HolidayForm, HoursForm
from accounts.hours.queries import holidays_of, week_of, weeks_known
from accounts.models import Holiday, Role, Team
from accounts.rights import require


@require_safe
def weeks(request):
    """Every team this person may speak for, with the week it lives by."""
    require(request.user, "hours.edit")
    known = weeks_known()
    rows = [(team, *week_of(team, known)) for team in teams_led_by(request.user)]
    return render(request, "accounts/hours/weeks.html", {"rows": rows, "everybody": week_of(None, known)[0]})


@require_http_methods(["GET", "HEAD", "POST"])
def everybody(request):
    """The week and the holidays of everybody whose team has none of its own."""
    require(request.user, "people.edit")
    return week(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def of_team(request, pk):
    """The week and the holidays of one team."""
    require(request.user, "hours.edit")
    return week(request, get_object_or_404(teams_led_by(request.user), pk=pk))


def week(request, team):
    hours, _is_own = week_of(team, weeks_known())
    form = HoursForm(request.POST if request.method == "POST" else None, initial=facts_of(hours))
    if form.is_valid():
        set_hours(team, **form.cleaned_data, by=request.user)
        messages.success(request, _("Kept. Reminders and due days obey it from now on."))
        return redirect(page_of(team))
    return show(request, team, form=form, status=422 if form.is_bound else 200)


def show(request, team, *, form=None, holiday_form=None, status=200):
    hours, is_own = week_of(team, weeks_known())
    context = {
        "team": team,
        "is_own": is_own,
        "form": form or HoursForm(initial=facts_of(hours)),
        "holiday_form": holiday_form or HolidayForm(),
        "holidays": holidays_of(team, timezone.localdate()),
    }
    return render(request, "accounts/hours/week.html", context, status=status)


def facts_of(hours):
    return {name: getattr(hours, name) for name in ("working_days", "quiet_from", "quiet_until")}


@require_POST
def drop(request, pk):
    """The team lives by the week above it again."""
    require(request.user, "hours.edit")
    team = get_object_or_404(teams_led_by(request.user), pk=pk)
    drop_hours(team, by=request.user)
    return redirect(page_of(team))


@require_POST
def holiday_for_everybody(request):
    require(request.user, "people.edit")
    return holiday(request, None)


@require_POST
def holiday_of_team(request, pk):
    require(request.user, "hours.edit")
    return holiday(request, get_object_or_404(teams_led_by(request.user), pk=pk))


def holiday(request, team):
    form = HolidayForm(request.POST)
    try:
        if form.is_valid():
            add_holiday(team, **form.cleaned_data, by=request.user)
            return redirect(page_of(team))
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return show(request, team, holiday_form=form, status=422)


@require_POST
def holiday_remove(request, pk):
    """They work on that day after all."""
    require(request.user, "hours.edit")
    led = Holiday.objects.filter(team__in=teams_led_by(request.user))
    led = Holiday.objects.all() if request.user.role == Role.ADMIN else led
    found = get_object_or_404(led.select_related("team"), pk=pk)
    remove_holiday(found, by=request.user)
    return redirect(page_of(found.team))


def teams_led_by(user):
    """All teams for admins; for managers their own and those below it."""
    if user.role == Role.ADMIN:
        return Team.objects.all()
    return Team.objects.filter(path__startswith=user.team_path) if user.team_path else Team.objects.none()


def page_of(team):
    """The page of a team’s week, or everybody’s."""
    return reverse("accounts:hours-team", args=[team.pk]) if team else reverse("accounts:hours-everybody")
