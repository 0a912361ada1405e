"""Files people add to records: kept in pieces in the database, so that one backup and one transaction hold all."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class FileQuerySet(models.QuerySet):
    def there(self):
        """Those nobody removed."""
        return self.filter(removed_at=None)


class StoredFile(models.Model):
    """A file of a record, by its name in the log; its key, which nobody guesses, is all its address says."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)  # what its content says it is, such as “pdf”
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-id"]
        indexes = [models.Index(fields=["record", "-added_at", "-id"], name="file_of_record")]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="file_has_a_fingerprint")
        ]

    def __str__(self):
        return self.name


class FilePiece(models.Model):
    """So much of a file as one hand holds."""

    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="one_piece_per_number")]

    def __str__(self):
        return f"{self.file_id}: {self.number}"
