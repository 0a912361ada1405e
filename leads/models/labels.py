"""What people call leads and deals: sets of labels, and since when a lead has carried which."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class LabelSet(models.Model):
    """A sort of labels, such as heat or industry, with an order of its own."""

    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.name


class Label(models.Model):
    """A label an admin shapes; `hue` is 0 to 359 and the design's recipe makes the rest, so contrast always holds."""

    set = models.ForeignKey(LabelSet, models.CASCADE, related_name="labels")
    name = models.CharField(_("name"), max_length=40)
    hue = models.PositiveSmallIntegerField(_("colour"), default=230)
    icon = models.CharField(_("icon"), max_length=30, default="tag")
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["set", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["set", "name"], name="one_label_name_per_set")]

    def __str__(self):
        return self.name


class LabelStay(models.Model):
    """That a record carried a label for a while; the database itself writes it, so that nobody can forget to."""

    label = models.ForeignKey(Label, models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["began_at", "id"]

    def __str__(self):
        return f"{self.label_id}: {self.began_at} – {self.ended_at or ''}"


class LeadLabelStay(LabelStay):
    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="label_stays")

    class Meta(LabelStay.Meta):
        constraints = [
            models.UniqueConstraint(fields=["lead"], condition=Q(ended_at=None), name="one_label_at_a_time"),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="label_stay_ends"),
        ]
