"""My day: from one promise to the next."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.hours.queries import hours_of
from accounts.rights import may, require
from followups import queries
from followups.actions import snooze_overdue
from followups.days import days_ahead, has_afternoon, step_days
from followups.models import FollowUp
from followups.rules.nudging import nudges_for
from followups.views.answers import back
from kit import formats
from timeline import pulse


@require_GET
def my_day(request):
    """Overdue, today, the next seven days and what is done; beside them what nobody has promised anything for."""
    team = request.GET.get("who") == "team" and queries.may_see_team(request.user)
    context = {
        "day": queries.day_of(request.user, team=team, everything="all" in request.GET),
        "adrift": queries.deals_adrift(request.user, team=team),
        "nudges": nudges_for(request.user, team=team),
        "leads": queries.leads_to_call(request.user, team=team),
        "team": team,
        "here": reverse("followups:my-day") + ("?who=team" if team else ""),
        "may_see_team": queries.may_see_team(request.user),
        "just_done": just_done(request),
        "put_off": just_put_off(request),
        **days_to_choose(request.user),
    }
    return render(request, "followups/my_day.html#day" if request.htmx else "followups/my_day.html", context)


def just_done(request):
    """The follow-up this person has just done, for which the page asks what comes next, with what comes by itself."""
    done = FollowUp.objects.visible_to(request.user).exclude(done_at=None).select_related("deal", "lead")
    found = named(done, request.GET.get("done", ""))
    if found:
        found.comes_back = queries.upcoming_of(found)
    return found


def just_put_off(request):
    """The follow-up this person has just put off, which the page offers to take back."""
    return named(FollowUp.objects.visible_to(request.user).planned(), request.GET.get("put_off", ""))


def named(follow_ups, pk):
    return follow_ups.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 19 else None


def days_to_choose(user, doer=None):
    """The days for putting off, by the hours of this user, and for next steps, by those of `doer` if it is another."""
    hours = hours_of(user)
    steps = step_days(hours if doer in (None, user) else hours_of(doer))
    return {"today": timezone.localdate(), "afternoon": has_afternoon(), "steps": steps, **days_ahead(hours)}


@require_POST
def overdue_to_tomorrow(request):
    """Put off everything of one's own that is overdue to the next day on which one works."""
    require(request.user, "followup.edit")
    days = days_ahead(hours_of(request.user))
    count = snooze_overdue(owner=request.user, day=days["workday"], by=request.user)
    day = _("tomorrow") if days["workday"] == days["tomorrow"] else formats.day(days["workday"])
    words = ngettext("Moved %(count)s to %(day)s.", "Moved %(count)s to %(day)s.", count)
    messages.success(request, words % {"count": count, "day": day} if count else _("Nothing is overdue."))
    return back(request)


@require_GET
def badges(request):
    """The two small numbers of the frame, overdue promises and unread notices; and what was told since a last look.

    Those who look after the house also learn when a part of it has stopped.
    """
    told = request.GET.get("told", "")
    fresh = queries.told_since(request.user, int(told)) if told.isdecimal() and len(told) < 19 else []
    stopped = pulse.stopped() if may(request.user, "log.see") else []
    context = {"fresh": fresh, "stopped": stopped, **queries.badges_of(request.user)}
    return render(request, "followups/_badges.html", context)
