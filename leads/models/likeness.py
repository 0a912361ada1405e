"""Who might be the same: what records are recognised by, pairs that look alike, and merges that can be undone."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Fingerprint(models.Model):
    """What a lead, company or contact is recognised by, folded; the database itself keeps it true.

    One narrow table for all three, so that one question finds the likes of a record among a million.
    """

    pk = models.CompositePrimaryKey("record", "record_id")
    record = models.CharField(max_length=8)  # “lead”, “company” or “contact”
    record_id = models.BigIntegerField()
    name_key = models.TextField(default="")
    company_key = models.TextField(default="")
    email_key = models.TextField(default="")
    phone_key = models.TextField(default="")
    domain_key = models.TextField(default="")

    class Meta:
        indexes = [
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="fingerprint_name_like"),
            models.Index(fields=["name_key"], name="fingerprint_name"),
            models.Index(fields=["company_key"], condition=~Q(company_key=""), name="fingerprint_company"),
            models.Index(fields=["email_key"], condition=~Q(email_key=""), name="fingerprint_email"),
            models.Index(fields=["phone_key"], condition=~Q(phone_key=""), name="fingerprint_phone"),
            models.Index(fields=["domain_key"], condition=~Q(domain_key=""), name="fingerprint_domain"),
        ]

    def __str__(self):
        return f"{self.record}:{self.record_id}"


def name_in_log(**options):
    """A record as the log names it, “lead:7”; compared by its bytes, as Python does."""
    return models.CharField(max_length=30, db_collation="C", **options)


class LikelyPair(models.Model):
    """Two records that look alike, `one` before `other`; whoever looked says they are apart, or merges them."""

    class State(models.TextChoices):
        OPEN = "open", _("Likely the same")
        APART = "apart", _("Not the same")
        MERGED = "merged", _("Merged")

    one = name_in_log()
    other = name_in_log()
    likeness = models.PositiveSmallIntegerField()  # percent
    reasons = models.JSONField(default=list)  # such as ["email", "name"], the strongest first
    state = models.CharField(max_length=6, choices=State, default=State.OPEN, db_default=State.OPEN)
    found_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_row_per_pair"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="pair_in_order"),
            models.CheckConstraint(condition=Q(likeness__lte=100), name="likeness_in_percent"),
        ]
        indexes = [models.Index(fields=["other", "one"], name="pair_other")]

    def __str__(self):
        return f"{self.one} ~ {self.other}"


class Merge(models.Model):
    """Two records made one, with what it takes to undo it.

    `before` is {name in the log: {field: value}} of both; `moved` are the rows that were carried over, as
    [{"use": "leads.contact.company", "ids": […]}], in the manner of ListSurgery.
    """

    kept = name_in_log()
    gone = name_in_log()
    choices = models.JSONField(default=dict)  # {field: "kept" or "gone"}
    before = models.JSONField()
    after = models.JSONField()
    moved = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two"),
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="merged_once"),
            models.CheckConstraint(
                condition=Q(undone_by=None, undone_at=None) | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="merge_undone_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["kept"], name="merge_kept")]

    def __str__(self):
        return f"{self.gone} → {self.kept}"
