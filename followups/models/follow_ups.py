"""What next: the promised actions, their kinds, and what a stage plans for each deal that enters it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.visibility import OwnedQuerySet, visible_owner_ids
from leads.models import Lead
from pipeline.models import Deal
from timeline.models import Event


class FollowUpKind(models.Model):
    """A sort of next action admins define; `icon` is a name from the kit."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    icon = models.CharField(max_length=30, default="note")
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.name


ABOUT_PARKED = Q(deal__isnull=False, deal__status=Deal.Status.OPEN, deal__parked_until__isnull=False)


class FollowUpQuerySet(OwnedQuerySet):
    def visible_to(self, user):
        """Whoever may see the deal or lead may see what is promised about it, and nobody else, its owner included."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        owners = visible_owner_ids(user)
        if owners is None:
            return self
        of_lead = Q(lead__owner_id__in=owners) | Q(lead__isnull=False, lead__owner=None)
        return self.filter(Q(deal__owner_id__in=owners) | Q(deal=None) & of_lead)

    def planned(self):
        return self.filter(done_at=None, cancelled_at=None)

    def next_steps(self):
        """What is planned, the next step first, with everything a panel shows."""
        shown = self.planned().select_related("kind", "owner", "deal__contact", "lead", "occurrence")
        return shown.order_by("due_at", "pk")

    def worth_doing(self):
        """Planned, and about a sale that is neither lost nor parked and a lead that still may buy."""
        gone = Q(deal__status=Deal.Status.LOST) | Q(deal=None, lead__status=Lead.Status.DISQUALIFIED)
        return self.planned().exclude(gone).exclude(ABOUT_PARKED)

    def overdue(self):
        return self.planned().filter(due_at__lt=timezone.now())

    def due_between(self, start, end):
        return self.planned().filter(due_at__gte=start, due_at__lt=end)


class FollowUp(models.Model):
    """A promised next action; with `any_time` only the day counts and `due_at` is that day's last second."""

    kind = models.ForeignKey(FollowUpKind, models.PROTECT)
    title = models.CharField(_("what to do"), max_length=200)
    deal = models.ForeignKey(Deal, models.CASCADE, null=True, blank=True, related_name="follow_ups")
    lead = models.ForeignKey(Lead, models.CASCADE, null=True, blank=True, related_name="follow_ups")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="follow_ups")
    due_at = models.DateTimeField(_("due"))
    any_time = models.BooleanField(_("any time that day"), default=False)
    remind_before = ArrayField(models.CharField(max_length=8), null=True, blank=True)  # None: as its owner usually is
    done_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(_("outcome"), blank=True, default="")
    made_by = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="+")  # gone with its undo
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deal__isnull=False) | Q(lead__isnull=False), name="follow_up_is_about_something"
            )
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_at"], condition=Q(done_at=None, cancelled_at=None), name="follow_up_planned"
            )
        ]

    def __str__(self):
        return self.title

    @property
    def is_planned(self):
        return self.done_at is None and self.cancelled_at is None

    @property
    def is_overdue(self):
        return self.is_planned and self.due_at < timezone.now()

    @property
    def about(self):
        """The deal, else the lead, this was promised for."""
        return self.deal or self.lead
