"""Deals: sales being worked, and the questions people ask about them."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import WithCustomFields, custom_index, custom_is_a_sheet
from accounts.visibility import OwnedQuerySet
from leads.models import Company, Contact, ImportBatch, Label, Lead, Qualification
from pipeline.models.lists import Competitor, LostReason
from pipeline.models.shape import Category, Pipeline, Stage

PROBABILITY = Coalesce(F("probability"), F("stage__probability"))
IS_AWAKE = Q(status="open", parked_until=None)
IS_PARKED = Q(status="open", parked_until__isnull=False)
# Files bring such deals now and then. What is none of them closed after it was opened, and one knows when.
CLOSED_ODDLY = Q(closed_at__lt=F("opened_at")) | (~Q(status="open") & Q(closed_at=None))
NEEDS_ATTENTION = IS_AWAKE & (Q(next_step_at=None) | Q(next_step_at__lt=Now()))


class DealQuerySet(OwnedQuerySet):
    brings_custom = False

    def bringing_custom(self, is_wanted=True):
        """The same deals; as cards they bring their custom fields, which most cards never show."""
        deals = self._chain()
        deals.brings_custom = is_wanted
        return deals

    def _clone(self):
        deals = super()._clone()
        deals.brings_custom = self.brings_custom
        return deals

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

    def parked(self):
        """Open deals that rest until a day."""
        return self.filter(IS_PARKED)

    def without_next_step(self):
        """Open deals nobody has promised anything for; what is parked waits for its day."""
        return self.filter(IS_AWAKE, next_step_at=None)

    def overdue(self):
        return self.filter(next_step_at__lt=timezone.now())

    def stale(self):
        """Open deals nobody did anything for longer than their stage allows; what is planned or parked is cared for."""
        limit = Now() - F("stage__stale_days") * timedelta(days=1)
        idle = self.filter(IS_AWAKE, touched_at__lt=limit, entered_stage_at__lt=limit)
        return idle.filter(Q(next_step_at=None) | Q(next_step_at__lte=Now()))

    def needing_attention(self):
        """Open deals that are overdue or have no next step; what is parked waits for its day."""
        return self.filter(NEEDS_ATTENTION)

    def for_cards(self):
        """Everything a card shows, in one query."""
        return self.select_related("company", "label", "owner", "qualification", "stage")


class Deal(WithCustomFields):
    """A sale being worked; `amount` is in `currency`, `base_amount` in the workspace's currency."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    class Proposal(models.TextChoices):
        NONE = "", _("No proposal")
        SENT = "sent", _("Sent")
        OPENED = "opened", _("Opened")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    # Every move writes every index anew: what a longer one begins with, and what is rarely given, has none of its own.
    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="deals", db_index=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="deals", db_index=False)
    rank = models.CharField(max_length=600, db_collation="C", editable=False)
    title = models.CharField(_("title"), max_length=200)
    company = models.ForeignKey(Company, models.PROTECT, null=True, blank=True, related_name="deals")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="deals")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="deals", db_index=False)
    amount = models.DecimalField(_("value"), max_digits=18, decimal_places=2, default=0)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    is_valued_by_items = models.BooleanField(default=False, db_default=False)  # else its value is written by hand
    base_amount = models.DecimalField(max_digits=18, decimal_places=2, default=0, editable=False)
    probability = models.DecimalField(_("probability"), max_digits=5, decimal_places=2, null=True, blank=True)
    category = models.CharField(  # without one it is its stage's
        _("forecast category"), max_length=8, choices=Category, blank=True, default="", db_default=""
    )
    label = models.ForeignKey(Label, models.PROTECT, null=True, blank=True, related_name="deals")
    source = models.CharField(_("source"), max_length=80, blank=True, default="")
    product = models.CharField(_("product"), max_length=120, blank=True, default="")
    expected_close = models.DateField(_("expected close"), null=True, blank=True)
    status = models.CharField(max_length=4, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)  # when the sale began; imports and samples look back
    entered_stage_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    lost_reason = models.ForeignKey(
        LostReason, models.PROTECT, null=True, blank=True, related_name="deals", db_index=False
    )
    lost_note = models.TextField(blank=True, default="")
    lost_to = models.ForeignKey(Competitor, models.PROTECT, null=True, blank=True, related_name="deals", db_index=False)
    proposal = models.CharField(_("proposal"), max_length=8, choices=Proposal, blank=True, default=Proposal.NONE)
    proposal_on = models.DateField(null=True, blank=True)  # the day its proposal came to this state
    parked_until = models.DateField(_("parked until"), null=True, blank=True)
    parked_reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    skips = models.PositiveSmallIntegerField(default=0)  # stages passed over on the way forward
    steps_back = models.PositiveSmallIntegerField(default=0)  # moves to an earlier stage
    pushes = models.PositiveSmallIntegerField(default=0)  # times its expected close was put off to a later month
    touched_at = models.DateTimeField(default=timezone.now)  # when somebody last did something for it
    next_step_at = models.DateTimeField(null=True, blank=True)  # due time of the earliest planned follow-up
    qualification = models.OneToOneField(Qualification, models.PROTECT, related_name="deal")
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, blank=True, related_name="deals")
    stage_version = models.PositiveIntegerField(default=1)  # rises with every change of stage or standing
    version = models.PositiveIntegerField(default=1)  # rises with every edit of the facts
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, blank=True, related_name="deals", db_index=False)
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
            custom_is_a_sheet("deal_custom_is_a_sheet"),
        ]
        indexes = [
            models.Index(fields=["owner", "status", "expected_close"], name="deal_owner_status_close"),
            models.Index(fields=["pipeline", "status", "closed_at"], name="deal_closed"),
            models.Index(
                fields=["stage", "next_step_at"], include=["owner"], condition=IS_AWAKE, name="deal_next_step"
            ),
            models.Index(  # all that a report asks of an open deal
                fields=["expected_close"],
                include=[
                    "owner",
                    "pipeline",
                    "stage",
                    "entered_stage_at",
                    "opened_at",
                    "base_amount",
                    "label",
                    "source",
                ],
                condition=Q(status="open"),
                name="deal_open_facts",
            ),
            models.Index(fields=["opened_at"], condition=CLOSED_ODDLY, name="deal_closed_oddly"),
            models.Index(fields=["stage", "-entered_stage_at", "-id"], condition=Q(status="won"), name="deal_recent"),
            models.Index(  # all that a report asks of a closed deal; open ones never write to it
                fields=["closed_at"],
                include=[
                    "id",
                    "status",
                    "owner",
                    "pipeline",
                    "stage",
                    "base_amount",
                    "label",
                    "source",
                    "product",
                    "company",
                    "lost_reason",
                    "opened_at",
                    "created_at",
                ],
                condition=Q(closed_at__isnull=False),
                name="deal_closed_whole",
            ),
            models.Index(fields=["source", "owner"], condition=Q(closed_at__isnull=False), name="deal_sources"),
            custom_index("deal_custom"),
            *(
                models.Index(fields=[name], condition=Q((f"{name}__isnull", False)), name=f"deal_{name}")
                for name in ("lost_reason", "lost_to", "batch")
            ),
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
    def recency(self):
        """The place of its card where the latest stand on top, for a browser that compares letters."""
        return 9_999_999_999 - int(self.entered_stage_at.timestamp())

    @property
    def age(self):
        """Whole days since the sale began, until it closed."""
        return max(((self.closed_at or timezone.now()) - self.opened_at).days, 0)

    @property
    def has_planned_step(self):
        return self.next_step_at is not None and self.next_step_at > timezone.now()

    @property
    def is_parked(self):
        return self.status == self.Status.OPEN and self.parked_until is not None

    @property
    def idle_since(self):
        """When somebody last did something for it; entering its stage was something."""
        return max(self.touched_at, self.entered_stage_at)

    @property
    def days_idle(self):
        return max((timezone.now() - self.idle_since).days, 0)

    @property
    def is_stale(self):
        """One deal as `stale()` finds it."""
        limit = self.stage.stale_days
        if limit is None or self.status != self.Status.OPEN or self.parked_until or self.has_planned_step:
            return False
        return timezone.now() - self.idle_since > timedelta(days=limit)
