"""By which chances the forecast is weighed, as the house and each of its people chose."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Weight(models.TextChoices):
    """Whose word counts for a deal without a probability of its own."""

    LEARNED = "learned", _("By your history")
    STAGE = "stage", _("By stage")


class WeightChoice(models.Model):
    """What one person chose; without a person, what the house shows to all who chose nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    by = models.CharField(max_length=7, choices=Weight, default=Weight.LEARNED)
    chosen_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], nulls_distinct=False, name="one_weight_each"),
        ]

    def __str__(self):
        return f"{self.user_id or ''} {self.by}"
