"""Files read into the house: what they did to which record, and what was refused."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.visibility import OwnedQuerySet


class ImportBatch(models.Model):
    """One file being read into the house, by the worker, with what it did and what it refused."""

    class Status(models.TextChoices):
        MAPPING = "mapping", _("Choose the columns")
        QUEUED = "queued", _("Waiting for the worker")
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        REVERTING = "reverting", _("Being taken back")
        REVERTED = "reverted", _("Taken back")

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"

    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=255)
    content = models.BinaryField()
    format = models.CharField(max_length=4, choices=Format, default=Format.CSV, db_default=Format.CSV)
    sheet = models.CharField(max_length=31, blank=True, default="", db_default="")
    encoding = models.CharField(max_length=40, default="utf-8")
    delimiter = models.CharField(max_length=4, default=",")
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    finds_by = models.CharField(max_length=60, blank=True, default="", db_default="")  # the column of known records
    is_rehearsal = models.BooleanField(default=False, db_default=False)  # a dry run: counts and refusals, no writing
    status = models.CharField(max_length=10, choices=Status, default=Status.MAPPING)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    doubles = models.PositiveIntegerField(default=0, db_default=0)  # rows that look like records known already
    restored = models.PositiveIntegerField(default=0, db_default=0)  # records taken back
    kept = models.PositiveIntegerField(default=0, db_default=0)  # records that others had worked on since
    error = models.TextField(default="")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    progressed_at = models.DateTimeField(null=True)  # a worker that fell silent long ago is dead
    finished_at = models.DateTimeField(null=True)
    reverted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reverted_at = models.DateTimeField(null=True)

    objects = OwnedQuerySet.as_manager()

    def __str__(self):
        return self.file_name


class RejectedRow(models.Model):
    """One row of an imported file that was refused, with its line (the header is line 1) and the reason."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rejected")
    line = models.PositiveIntegerField()
    reason = models.TextField()
    cells = models.JSONField(default=dict)

    class Meta:
        ordering = ["line"]

    def __str__(self):
        return f"{self.line}: {self.reason}"


class ImportChange(models.Model):
    """What one batch did to one record: made it (`before` is null), or changed the columns in `before` to `after`.

    Enough to take the batch back: what was made goes, what was changed gets `before` again where it still is `after`.
    """

    class Fate(models.TextChoices):
        STANDING = "", _("As imported")
        RESTORED = "restored", _("Taken back")
        KEPT = "kept", _("Kept: somebody had worked on it")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="changes")
    record = models.CharField(max_length=8)  # “lead”, “company”, “contact” or “deal”
    record_id = models.BigIntegerField()
    line = models.PositiveIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    fate = models.CharField(max_length=8, choices=Fate, default=Fate.STANDING, db_default=Fate.STANDING)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "record", "record_id"], name="one_change_per_record_and_batch"),
            models.CheckConstraint(
                condition=Q(before__isnull=True, after__isnull=True) | Q(before__isnull=False, after__isnull=False),
                name="changes_have_both_sides",
            ),
        ]
        indexes = [models.Index(fields=["record", "record_id"], name="import_change_record")]

    def __str__(self):
        return f"{self.batch_id}: {self.record}:{self.record_id}"

    @property
    def is_new(self):
        return self.before is None


class ImportMapping(models.Model):
    """How somebody read a file, kept under a name for the next file with the same headers."""

    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(max_length=20)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    is_shared = models.BooleanField(_("shared with everybody"), default=False)
    headers = ArrayField(models.CharField(max_length=200), default=list)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    finds_by = models.CharField(max_length=60, blank=True, default="")
    used_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-used_at"]
        constraints = [models.UniqueConstraint(fields=["owner", "kind", "name"], name="one_mapping_name_per_owner")]

    def __str__(self):
        return self.name
