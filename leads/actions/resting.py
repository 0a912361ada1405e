"""Recycling: a lead that may buy later rests until a day, and is back in the inbox when its owner's day begins."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.middleware import zone_of
from accounts.zones import workspace_zone
from leads.actions.editing import lock, write
from leads.actions.working import back_at_work, working
from leads.models import Lead

FURTHEST = timedelta(days=3 * 366)


@transaction.atomic
def recycle(lead, *, until, reason="", by):
    """Let a lead rest until a coming day; recycled again, it rests until the new day for the new reason."""
    lead = working(lock(lead))
    refuse_day(until)
    facts = {"status": Lead.Status.RECYCLED, "returns_on": until, "status_reason": reason}
    write(lead, facts, by=by, verb="lead.recycled", until=until.isoformat(), reason=reason)
    return lead


def refuse_day(until):
    today = timezone.localdate()
    if until <= today:
        raise ValidationError(_("Choose a day after today."))
    if until > today + FURTHEST:
        raise ValidationError(_("Choose a day within three years."))


def wake_recycled_leads():
    """Bring back every lead whose day has begun; returns how many. Run twice, it does nothing twice."""
    latest = (timezone.now() + timedelta(hours=14)).date()  # no zone is further ahead
    due = Lead.objects.recycled().filter(returns_on__lte=latest, merged_into=None).select_related("owner")
    house = workspace_zone()
    return sum(wake_if_due(lead, house) for lead in due.order_by("pk") if is_due(lead, house))


@transaction.atomic
def wake_if_due(lead, house):
    """Bring back one lead, unless somebody did or chose another day meanwhile."""
    lead = lock(lead)
    if lead.status != Lead.Status.RECYCLED or not is_due(lead, house):
        return False
    reason, day = lead.status_reason, lead.returns_on
    facts = {"status": back_at_work(lead), "returns_on": None, "status_reason": ""}
    write(lead, facts, by=None, verb="lead.woken", until=day.isoformat(), reason=reason)
    return True


def is_due(lead, house):
    return lead.returns_on <= timezone.localdate(timezone=zone_of(lead.owner) if lead.owner else house)
