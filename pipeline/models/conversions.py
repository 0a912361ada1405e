"""Leads that became deals, with what it takes to undo it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from leads.models import Company, Contact, Lead
from pipeline.models.deals import Deal


class Conversion(models.Model):
    """One lead made a deal: what was made for it, what was carried over, and how the lead stood before.

    `before` are the lead's fields as they were; `moved` are the rows that were carried over, as
    [{"use": "followups.followup.lead", "ids": […]}]. The deal is gone once the conversion is undone.
    """

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="conversions")
    deal = models.OneToOneField(Deal, models.SET_NULL, null=True, related_name="conversion")
    company = models.ForeignKey(Company, models.SET_NULL, null=True, related_name="+")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    makes_company = models.BooleanField(default=False)
    makes_contact = models.BooleanField(default=False)
    before = models.JSONField(default=dict)
    moved = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["lead"], condition=Q(undone_at=None), name="converted_once"),
            models.CheckConstraint(
                condition=Q(undone_by=None, undone_at=None) | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="conversion_undone_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.lead_id} → {self.deal_id or ''}"
