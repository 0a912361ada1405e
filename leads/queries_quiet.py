"""Leads nobody hears of: those that never answered and may be let go, and those nobody has turned to for long."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import Workspace
from leads.models import Lead, LeadPolicy

MOST = 1000


def policy():
    """What was agreed about leads; the defaults before anything was."""
    workspace = Workspace.objects.first()
    return LeadPolicy.objects.filter(workspace=workspace).first() or LeadPolicy(workspace=workspace)


def unanswered(user, agreed):
    """Leads this person sees that never answered so many touches in so many days, who waits longest first."""
    since = timezone.now() - timedelta(days=agreed.prune_days)
    leads = Lead.objects.visible_to(user).unanswered(agreed.prune_touches, since)
    return leads.select_related("label", "owner").order_by("unanswered_since", "pk")


def silent(user, agreed):
    """Leads in work that nobody touched for so many days, and for which nothing is planned; the highest score first."""
    since = timezone.now() - timedelta(days=agreed.silence_days)
    planned = {"follow_ups__isnull": False, "follow_ups__done_at": None, "follow_ups__cancelled_at": None}
    has_plan = Exists(Lead.objects.filter(pk=OuterRef("pk"), **planned))
    leads = Lead.objects.visible_to(user).working().filter(~has_plan)
    leads = leads.annotate(heard_at=Greatest("created_at", "last_touch_at", "answered_at")).filter(heard_at__lt=since)
    gone = unanswered(user, agreed).order_by().values("pk")
    return leads.exclude(pk__in=gone).select_related("label", "owner").order_by("-score", "heard_at", "pk")
