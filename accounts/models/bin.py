"""The recycle bin: what was thrown away stands here, whole, and nowhere else, until somebody restores it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class BinnedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What this user saw before it was thrown away, and nothing more."""
        from accounts.bin.kinds import kinds  # all three stand on these models
        from accounts.rights import may
        from accounts.visibility import visible_owner_ids

        if not user.is_authenticated or not user.is_active:
            return self.none()
        owners, private = visible_owner_ids(user), [name for name, kind in kinds.items() if kind.is_private]
        closed = [name for name, kind in kinds.items() if kind.is_for_few and not may(user, kind.right)]
        seen = self.filter(~Q(kind__in=private) | Q(owner=user) | Q(by=user)).exclude(kind__in=closed)
        return seen if owners is None else seen.filter(Q(owner_id__in=owners) | Q(is_everybodys=True))


class BinnedRecord(models.Model):
    """A record that was thrown away: who sees it goes by the owner it had; its rows and links make its parcel.

    What has a `holder` (“deal:7”) goes by the owner of that as it is now: the database keeps it so.
    """

    kind = models.CharField(max_length=20)  # as the log names it, “lead”
    record_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    holder = models.CharField(max_length=30, blank=True, default="")
    is_everybodys = models.BooleanField(default=False)  # nobody owned it, and its kind shows such to everybody
    is_sample = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    note = models.CharField(max_length=500, blank=True, default="")
    act = models.UUIDField()  # what was thrown away at once comes back at once

    objects = BinnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="in_the_bin_once")]
        indexes = [
            models.Index(fields=["-at", "-id"], name="bin_newest_first"),
            models.Index(fields=["act"], name="bin_act"),
            models.Index(fields=["holder"], condition=~Q(holder=""), name="bin_holder"),
        ]

    def __str__(self):
        return self.title


class BinnedRow(models.Model):
    """One row of a parcel, as the database itself writes it: {column: value}; `place` is its turn to come back."""

    binned = models.ForeignKey(BinnedRecord, models.CASCADE, related_name="rows")
    model = models.CharField(max_length=80)  # such as “leads.lead”
    key = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField()
    row = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="one_binned_row_per_key")]

    def __str__(self):
        return f"{self.model}:{self.key}"


class BinnedLink(models.Model):
    """That a row which stayed pointed at a row of the parcel; it does so again when the parcel comes back."""

    binned = models.ForeignKey(BinnedRecord, models.CASCADE, related_name="links")
    model = models.CharField(max_length=80)  # of the row that stayed
    key = models.CharField(max_length=60)
    field = models.CharField(max_length=80)
    to = models.CharField(max_length=60)  # the key of the row of the parcel

    class Meta:
        indexes = [models.Index(fields=["model", "key"], name="bin_links_of_row")]

    def __str__(self):
        return f"{self.model}:{self.key}.{self.field} → {self.to}"
