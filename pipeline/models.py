"""Where it stands: pipelines, stages, gates, deals, and the stays of deals in stages."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.visibility import OwnedQuerySet
from leads.models import Company, Contact, ImportBatch, Label, Lead, Qualification


class Pipeline(models.Model):
    """An ordered list of stages; `currency` is the ISO 4217 code new deals start with."""

    name = models.CharField(_("name"), max_length=80)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.name


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

    def __str__(self):
        return f"{self.stage}: {', '.join(self.requirements)}"


class LostReason(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.name


class ExchangeRate(models.Model):
    """What one unit of `currency` was worth in the workspace's currency from day `since` on."""

    currency = models.CharField(max_length=3)
    since = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["currency", "since"], name="one_rate_per_day")]

    def __str__(self):
        return f"{self.currency} {self.rate}"


PROBABILITY = Coalesce(F("probability"), F("stage__probability"))


class DealQuerySet(OwnedQuerySet):
    def open(self):
        return self.filter(status=Deal.Status.OPEN)

    def won(self):
        return self.filter(status=Deal.Status.WON)

    def lost(self):
        return self.filter(status=Deal.Status.LOST)

    def on_board(self):
        """Deals that stand in a column: everything but the lost."""
        return self.exclude(status=Deal.Status.LOST)

    def closing_in(self, first, last):
        """Open deals expected to close between two days, both included."""
        return self.open().filter(expected_close__range=(first, last))

    def without_next_step(self):
        return self.open().filter(next_step_at=None)

    def overdue(self):
        return self.filter(next_step_at__lt=timezone.now())

    def stale(self):
        """Open deals that stand in their stage longer than it allows and have no planned next step."""
        limit = Now() - F("stage__stale_days") * timedelta(days=1)
        return self.open().filter(entered_stage_at__lt=limit).exclude(next_step_at__gt=Now())

    def needing_attention(self):
        """Open deals that are overdue or have no next step."""
        return self.open().filter(Q(next_step_at=None) | Q(next_step_at__lt=Now()))

    def for_cards(self):
        """Everything a card shows, in one query."""
        return self.select_related("company", "label", "owner", "qualification", "stage")


class Deal(models.Model):
    """A sale being worked; `amount` is in `currency`, `base_amount` in the workspace's currency."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="deals")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="deals")
    rank = models.CharField(max_length=600, db_collation="C", editable=False)
    title = models.CharField(_("title"), max_length=200)
    company = models.ForeignKey(Company, models.PROTECT, null=True, blank=True, related_name="deals")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="deals")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="deals")
    amount = models.DecimalField(_("value"), max_digits=18, decimal_places=2, default=0)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    base_amount = models.DecimalField(max_digits=18, decimal_places=2, default=0, editable=False)
    probability = models.DecimalField(_("probability"), max_digits=5, decimal_places=2, null=True, blank=True)
    label = models.ForeignKey(Label, models.PROTECT, null=True, blank=True, related_name="deals")
    source = models.CharField(_("source"), max_length=80, blank=True, default="")
    product = models.CharField(_("product"), max_length=120, blank=True, default="")
    expected_close = models.DateField(_("expected close"), null=True, blank=True)
    status = models.CharField(max_length=4, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)  # when the sale began; imports and samples look back
    entered_stage_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    lost_reason = models.ForeignKey(LostReason, models.PROTECT, null=True, blank=True, related_name="deals")
    lost_note = models.TextField(blank=True, default="")
    next_step_at = models.DateTimeField(null=True, blank=True)  # due time of the earliest planned follow-up
    qualification = models.OneToOneField(Qualification, models.PROTECT, related_name="deal")
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, blank=True, related_name="deals")
    stage_version = models.PositiveIntegerField(default=1)  # rises with every change of stage or standing
    version = models.PositiveIntegerField(default=1)  # rises with every edit of the facts
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, blank=True, related_name="deals")
    external_id = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001 - null keeps it out of the unique constraint
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = DealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stage", "rank"], name="one_deal_per_place"),
            models.UniqueConstraint(
                fields=["pipeline", "external_id"],
                condition=Q(external_id__isnull=False),
                name="one_deal_per_external_id",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="deal_amount_not_negative"),
        ]
        indexes = [
            models.Index(fields=["owner", "status", "expected_close"], name="deal_owner_status_close"),
            models.Index(fields=["pipeline", "status", "closed_at"], name="deal_closed"),
            models.Index(fields=["next_step_at"], condition=Q(status="open"), name="deal_next_step"),
        ]

    def __str__(self):
        return self.title

    @property
    def odds(self):
        """The probability that counts, in percent: the deal's own, else its stage's."""
        return self.stage.probability if self.probability is None else self.probability

    @property
    def weighted(self):
        """The expected worth in the workspace's currency."""
        return self.base_amount * self.odds / 100

    @property
    def days_in_stage(self):
        return max((timezone.now() - self.entered_stage_at).days, 0)

    @property
    def age(self):
        """Whole days since the sale began, until it closed."""
        return max(((self.closed_at or timezone.now()) - self.opened_at).days, 0)

    @property
    def has_planned_step(self):
        return self.next_step_at is not None and self.next_step_at > timezone.now()

    @property
    def is_stale(self):
        limit = self.stage.stale_days
        is_open = self.status == self.Status.OPEN
        return bool(is_open and limit and self.days_in_stage > limit and not self.has_planned_step)


class StageVisitQuerySet(models.QuerySet):
    def standing(self):
        """Visits that count: those whose move was not undone."""
        return self.filter(undone=False)


class StageVisit(models.Model):
    """One stay of a deal in a stage: the history that odds, conversion and time in stage are computed from."""

    class Exit(models.TextChoices):
        MOVED = "moved", _("Moved on")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="visits")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="visits")
    entered_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    exit = models.CharField(max_length=5, choices=Exit, blank=True, default="")
    exit_to = models.ForeignKey(Stage, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone = models.BooleanField(default=False)

    objects = StageVisitQuerySet.as_manager()

    class Meta:
        ordering = ["entered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["deal"], condition=Q(left_at=None, undone=False), name="one_open_visit_per_deal"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("entered_at")), name="visit_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["stage", "entered_at"], name="visit_stage_entered")]

    def __str__(self):
        return f"{self.deal_id} in {self.stage_id}"
