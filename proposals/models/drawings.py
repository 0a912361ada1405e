"""Paper that was drawn, and what is still to be drawn: the database keeps both, a worker takes up what waits."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from proposals.models.proposals import Version, owned_through
from timeline.leases import FREE


class PaperKind(models.TextChoices):
    PROPOSAL = "proposal"
    SIGNED = "signed"


class PaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may see the deal may read its paper."""
        return owned_through(self, user, "version__proposal__deal")


class Paper(models.Model):
    """The PDF of a version as it was sent, or as it was signed; append-only."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=8, choices=PaperKind, default=PaperKind.PROPOSAL)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    drawn_at = models.DateTimeField(db_default=Now())

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="one_paper_per_kind"),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="paper_has_a_fingerprint"),
        ]

    def __str__(self):
        return f"{self.version_id}, {self.kind}"


class DrawingQuerySet(models.QuerySet):
    def waiting(self):
        """Neither drawn nor given up."""
        return self.filter(settled_at=None)

    def due(self):
        """Those waiting in nobody's hands, the oldest first."""
        return self.waiting().filter(FREE).order_by("id")


class Drawing(models.Model):
    """One paper somebody asked for: claimed with a lease, drawn apart with limits, settled once.

    `details` is for whoever asked; `problem` says in plain words why there is no paper, and is empty where there is.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="drawings")
    kind = models.CharField(max_length=8, choices=PaperKind, default=PaperKind.PROPOSAL)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    details = models.JSONField(default=dict)
    asked_at = models.DateTimeField(db_default=Now())
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True, default="")

    objects = DrawingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind"], condition=Q(settled_at=None), name="one_drawing_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.version_id}, {self.kind}"
