"""Weekly reviews: which deals needed a decision when one began, and what was decided of each."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.visibility import OwnedQuerySet
from pipeline.models import Pipeline


class ReviewQuerySet(OwnedQuerySet):
    def unfinished(self):
        return self.filter(ended_at=None)


class Review(models.Model):
    """One review somebody (`owner`) holds, of a team, a pipeline, a rep or all they see.

    `agenda` lists the deals that needed a decision when it began, the weightiest first, each with its reasons; `more`
    is how many there were beyond it. The database lets nothing but `ended_at` be written later, once.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    pipeline = models.ForeignKey(Pipeline, models.PROTECT, null=True, related_name="+")
    rep = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    currency = models.CharField(max_length=3)  # the workspace's then
    agenda = models.JSONField()
    more = models.PositiveIntegerField(default=0)
    op = models.UUIDField(unique=True)
    began_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at", "-pk"]

    def __str__(self):
        return f"{self.owner_id} {self.began_at:%Y-%m-%d}"

    @property
    def name(self):
        """Of what it is."""
        parts = [part for part in (self.team, self.rep, self.pipeline) if part]
        return " · ".join(part.name for part in parts) or _("All deals")

    @property
    def deal_ids(self):
        return [item["deal"] for item in self.agenda]


class Decision(models.Model):
    """What was decided of a deal in a review, or taken back; append-only (the database refuses UPDATE and DELETE).

    `deal_id` and `title` name what was there then, whatever became of it. `event_id` is what the decision did in the
    log, `mark_id` what the log says of the decision itself; `before` and `after` are the deal's standing around it.
    """

    class Choice(models.TextChoices):
        KEEP = "keep", _("Kept")
        PUSH = "push", _("Pushed")
        COMMIT = "commit", _("Committed")
        PARK = "park", _("Parked")
        LOSE = "lose", _("Lost")
        NOTE = "note", _("Note")
        PROMISE = "promise", _("Promised")
        UNDO = "undo", _("Taken back")

    review = models.ForeignKey(Review, models.CASCADE, related_name="decisions")
    deal_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    choice = models.CharField(max_length=7, choices=Choice)
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    base_amount = models.DecimalField(max_digits=18, decimal_places=2)
    event_id = models.BigIntegerField(null=True)
    mark_id = models.BigIntegerField(null=True)
    undoes = models.OneToOneField("self", models.CASCADE, null=True, related_name="taken_back")
    op = models.UUIDField(unique=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(choice="undo", undoes__isnull=False) | (~Q(choice="undo") & Q(undoes=None)),
                name="only_an_undo_takes_back",
            ),
        ]
        indexes = [models.Index(fields=["deal_id", "-id"], name="decision_of_deal")]

    def __str__(self):
        return f"{self.choice} {self.deal_id}"
