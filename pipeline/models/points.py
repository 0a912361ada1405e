"""What a sale turns on: the buyer's pains, objections and criteria, the competitors, and what proves BANT answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models import Qualification
from pipeline.models.deals import Deal
from pipeline.models.lists import Competitor


class Point(models.Model):
    """One thing the buyer said that matters for the decision; objections and criteria are answered or not."""

    class Kind(models.TextChoices):
        PAIN = "pain", _("Pains")
        OBJECTION = "objection", _("Objections")
        CRITERION = "criterion", _("Decision criteria")

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="points")
    kind = models.CharField(max_length=9, choices=Kind)
    text = models.CharField(_("words"), max_length=300)
    answer = models.CharField(_("answer"), max_length=1000, blank=True, default="")
    is_answered = models.BooleanField(_("answered"), default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.text


class Rival(models.Model):
    """Somebody else who may win a deal; `competitor` is the one of the admin's list by that name."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="rivals")
    competitor = models.ForeignKey(Competitor, models.PROTECT, null=True, blank=True, related_name="rivals")
    name = models.CharField(_("name"), max_length=80)
    note = models.CharField(_("note"), max_length=300, blank=True, default="")
    is_ahead = models.BooleanField(_("winning"), default=False)

    class Meta:
        ordering = ["-is_ahead", "id"]
        constraints = [
            models.UniqueConstraint("deal", Lower("name"), name="one_rival_of_a_name"),
            models.UniqueConstraint(fields=["deal"], condition=Q(is_ahead=True), name="one_rival_ahead"),
        ]

    def __str__(self):
        return self.name


class Proof(models.Model):
    """A note or a call that supports a BANT answer; `event_id` is its entry in the log, which may be erased one day."""

    sheet = models.ForeignKey(Qualification, models.CASCADE, related_name="proofs")
    topic = models.CharField(max_length=9)
    event_id = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["sheet", "topic", "event_id"], name="one_proof_per_topic")]

    def __str__(self):
        return f"{self.sheet_id}: {self.topic}"
