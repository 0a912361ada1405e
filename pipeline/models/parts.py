"""What hangs on a deal: the people who decide, and the ticks on the checklists of its stages."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models import Contact
from pipeline.models.deals import Deal
from pipeline.models.shape import ChecklistItem


class DealContact(models.Model):
    """One person of the buying committee and the part they play in it."""

    class Role(models.TextChoices):
        DECIDES = "decides", _("Decision maker")
        CHAMPION = "champion", _("Champion")
        INFLUENCER = "influencer", _("Influencer")
        BLOCKER = "blocker", _("Blocker")
        USER = "user", _("User")

    class Stance(models.TextChoices):
        FOR = "for", _("For")
        NEUTRAL = "neutral", _("Neutral")
        AGAINST = "against", _("Against")
        UNMET = "", _("Not met")

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="committee")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="committees")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    stance = models.CharField(
        _("stance"), max_length=7, choices=Stance, blank=True, default=Stance.UNMET, db_default=""
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["deal", "contact"], name="one_role_per_contact")]

    def __str__(self):
        return f"{self.contact}: {self.get_role_display()}"


class ChecklistTick(models.Model):
    """One item of a stage's checklist, done for one deal."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="ticks")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="ticks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "item"], name="one_tick_per_item")]

    def __str__(self):
        return f"{self.deal_id}: {self.item_id}"
