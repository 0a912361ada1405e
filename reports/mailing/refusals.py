"""Why a report is not sent to somebody, as its owner reads it."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.rights import may
from pipeline.models import Deal
from reports.dashboards import DASHBOARDS
from reports.files.told import Reader


def reason_to_wait(schedule):
    """One sentence saying why a report cannot be sent at once."""
    if schedule.paused_at:
        return _("It is paused: have it sent again first.")
    if not schedule.receivers.exists():
        return _("Nobody gets it any more: tick somebody first.")
    return _("It has just gone out, or is on its way: nothing was sent twice.")


def reason_for_silence(letter):
    """One sentence saying why this receiver gets nothing; empty when they get their report."""
    schedule, receiver = letter.schedule, letter.receiver
    if not schedule.owner.is_active:
        return _("%(name)s, who had it sent, no longer works here.") % {"name": schedule.owner.name}
    if schedule.paused_at:
        return _("It was paused.")
    if not receiver.is_active:
        return _("%(name)s no longer works here.") % {"name": receiver.name}
    if not schedule.receivers.filter(pk=receiver.pk).exists():
        return _("%(name)s gets it no more.") % {"name": receiver.name}
    return why_unseen(schedule, receiver)


def why_unseen(schedule, receiver):
    dashboard = dashboard_of(schedule)
    if dashboard is None:
        return _("There is no such report any more.")
    if not may(receiver, "forecast.see"):
        return _("%(name)s may not see reports.") % {"name": receiver.name}
    hidden = hidden_from(receiver, dashboard, schedule.query)
    if hidden:
        words = {"name": receiver.name, "what": ", ".join(hidden)}
        return _("%(name)s may not see what the report is narrowed to: %(what)s.") % words
    return ""


def dashboard_of(schedule):
    return next((dashboard for dashboard in DASHBOARDS if dashboard.name == schedule.report), None)


def hidden_from(receiver, dashboard, query):
    """The names of the filters whose answers this person may not give; without them the report would be another one."""
    form = dashboard.filter(QueryDict(query), queryset=Deal.objects.none(), request=Reader(receiver)).form
    return [str(form.fields[name].label) for name in form.errors if name in form.fields]
