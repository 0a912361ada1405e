"""The shape of selling: pipelines, their stages, the gates before them, and what was done to them."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Team


class PipelineQuerySet(models.QuerySet):
    def standing(self):
        """Pipelines in use, in their order."""
        return self.filter(retired_at=None)


class Pipeline(models.Model):
    """An ordered list of stages; `currency` is the ISO 4217 code new deals start with."""

    name = models.CharField(_("name"), max_length=80)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    allows_skipping = models.BooleanField(_("deals may skip stages"), default=True)
    allows_moving_back = models.BooleanField(_("deals may move back"), default=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = PipelineQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.name


class Category(models.TextChoices):
    """How firmly a deal counts in what people promise each other for a period."""

    OMITTED = "omitted", _("Omitted")
    PIPELINE = "pipeline", _("Pipeline")
    BEST = "best", _("Best case")
    COMMIT = "commit", _("Commit")


class StageQuerySet(models.QuerySet):
    def standing(self):
        """Stages in use, in the order of the board."""
        return self.filter(retired_at=None).order_by("position", "id")


class Stage(models.Model):
    """One step of a pipeline; `probability` is in percent, `kind` says what standing here means."""

    class Kind(models.TextChoices):
        OPEN = "open", _("Open")
        WON = "won", _("Won")
        RETAINED = "retained", _("After sale")

    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="stages")
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OPEN)
    colour = models.PositiveSmallIntegerField(_("colour"), default=1)  # 1 to 12: the palette in tokens.css
    position = models.PositiveSmallIntegerField(default=0)
    probability = models.DecimalField(_("probability"), max_digits=5, decimal_places=2, default=0)
    category = models.CharField(  # without one it follows from the probability
        _("forecast category"), max_length=8, choices=Category, blank=True, default="", db_default=""
    )
    stale_days = models.PositiveSmallIntegerField(_("stale after"), null=True, blank=True)
    soft_limit = models.PositiveSmallIntegerField(_("soft limit"), null=True, blank=True)
    guidance = models.TextField(_("guidance"), blank=True, default="")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = StageQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.name

    @property
    def is_open(self):
        return self.kind == self.Kind.OPEN


class Gate(models.Model):
    """What a deal needs before it may enter a stage; `requirements` names them, such as “bant:budget”."""

    stage = models.OneToOneField(Stage, models.CASCADE, related_name="gate")
    requirements = models.JSONField(default=list)
    is_blocking = models.BooleanField(default=True)  # else it warns, and lets the deal in

    def __str__(self):
        return f"{self.stage}: {', '.join(self.requirements)}"


class ChecklistItem(models.Model):
    """Something to do while a deal stands in a stage; gates may ask whether it is done."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="checklist")
    text = models.CharField(_("what to do"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.text


class Surgery(models.Model):
    """One change of a pipeline's shape, with what it takes to revert it: the stages before and after, the moves made.

    `bulk` is the mark that all events of its moves carry in their details.
    """

    class Kind(models.TextChoices):
        EDIT = "edit", _("Changed")
        ADD = "add", _("Added")
        REORDER = "reorder", _("Put in order")
        MERGE = "merge", _("Merged")
        SPLIT = "split", _("Split")
        RETIRE = "retire", _("Retired")

    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="surgeries")
    kind = models.CharField(max_length=10, choices=Kind)
    before = models.JSONField()
    after = models.JSONField()
    bulk = models.UUIDField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    reverted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reverted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self):
        return f"{self.kind} in {self.pipeline_id}"
