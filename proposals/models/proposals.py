"""Proposals and their versions. Once a version is on its way, the database lets nobody change what it says."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.visibility import visible_owner_ids
from leads.models import Contact
from pipeline.models import Deal, Product
from proposals.models.templates import IS_COLOUR, Look, ProposalTemplate


def owned_through(rows, user, deal):
    """Of these rows those whose deal the user may see; `deal` leads from a row to it."""
    if not user.is_authenticated or not user.is_active:
        return rows.none()
    owners = visible_owner_ids(user)
    return rows if owners is None else rows.filter(**{f"{deal}__owner_id__in": owners})


class NumberRange(models.Model):
    """The last number given in a year; its row is locked while the next one is drawn."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField()

    def __str__(self):
        return f"{self.year}: {self.last}"


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may see the deal may see its proposals."""
        return owned_through(self, user, "deal")


class Proposal(models.Model):
    """An offer to a customer under one number, in one or more versions."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="proposals")
    number = models.CharField(max_length=20, unique=True)  # “P-2026-118”
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.number


class VersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may see the deal may see what it was offered."""
        return owned_through(self, user, "proposal__deal")

    def latest_of_each(self):
        """Of each proposal its newest version."""
        newest = Version.objects.filter(proposal=models.OuterRef("proposal")).order_by("-number")
        return self.filter(pk=models.Subquery(newest.values("pk")[:1]))


class Version(Look):
    """One version of a proposal; `state` says how far it came. Only a draft may be edited.

    `sections` is [{"key", "kind", "heading", "text"}] in their order; `taxes` is {rate in percent: tax}, as texts. The
    totals are what `pipeline.items.totals.totals_of` said of its lines as they were offered.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        REPLACED = "replaced", _("Replaced")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=200)
    currency = models.CharField(_("currency"), max_length=3)
    template = models.ForeignKey(ProposalTemplate, models.SET_NULL, null=True, blank=True, related_name="+")
    valid_until = models.DateField(_("valid to"))
    recipients = models.ManyToManyField(Contact, through="VersionRecipient", related_name="+")
    sections = models.JSONField(default=list)
    message = models.TextField(_("message"), max_length=4000, blank=True, default="")  # of the mail that brings it
    discount_name = models.CharField(_("discount"), max_length=80, blank=True, default="")
    discount_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    discount_amount = models.DecimalField(max_digits=18, decimal_places=3, null=True, blank=True)
    subtotal = models.DecimalField(max_digits=20, decimal_places=3, default=0)
    discount = models.DecimalField(max_digits=20, decimal_places=3, default=0)
    net = models.DecimalField(max_digits=20, decimal_places=3, default=0)
    taxes = models.JSONField(default=dict)
    tax = models.DecimalField(max_digits=20, decimal_places=3, default=0)
    gross = models.DecimalField(max_digits=20, decimal_places=3, default=0)
    once = models.DecimalField(max_digits=20, decimal_places=3, default=0)
    monthly = models.DecimalField(max_digits=20, decimal_places=3, default=0)
    yearly = models.DecimalField(max_digits=20, decimal_places=3, default=0)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)  # rises with every edit
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)  # when it was accepted, declined or expired
    created_at = models.DateTimeField(db_default=Now())

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(state__in=["draft", "sending"]), name="one_draft_per_proposal"
            ),
            models.CheckConstraint(condition=Q(accent__regex=IS_COLOUR), name="version_accent_is_a_colour"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="version_in_a_currency"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "sending"]) | Q(sent_at__isnull=False), name="version_was_sent"
            ),
            models.CheckConstraint(
                condition=Q(discount_percent=None) | Q(discount_percent__gte=0, discount_percent__lte=100),
                name="version_discount_is_a_share",
            ),
        ]
        indexes = [models.Index(fields=["valid_until"], condition=Q(state="sent"), name="version_expiring")]

    def __str__(self):
        return f"{self.proposal_id}, v{self.number}"

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_open(self):
        """Whether its buyer may still answer: it is with them and its last day has not passed."""
        return self.state == self.State.SENT and self.valid_until >= timezone.localdate()


class VersionRecipient(models.Model):
    """Somebody a version goes to, the first of them is whom it is prepared for.

    `words` fill the gaps of its texts ({name: words}) as they did when it was sent, None before.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="sent_to")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    words = models.JSONField(null=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["version", "contact"], name="one_recipient_per_contact")]

    def __str__(self):
        return f"{self.version_id}: {self.contact_id}"


class VersionLine(models.Model):
    """A line of a version, copied from the deal's items; the same columns, so the same totals."""

    class Part(models.TextChoices):
        INCLUDED = "included", _("Included")
        OPTION = "option", _("Option")
        ALTERNATIVE = "alternative", _("Alternative")

    version = models.ForeignKey(Version, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    product = models.ForeignKey(Product, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("item"), max_length=200)
    description = models.TextField(_("description"), max_length=4000, blank=True, default="")
    unit = models.CharField(_("unit"), max_length=40, blank=True, default="")
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3, default=1)
    price = models.DecimalField(_("price"), max_digits=18, decimal_places=3, default=0)
    discount = models.DecimalField(_("discount in percent"), max_digits=5, decimal_places=2, default=0)
    tax_rate = models.DecimalField(_("tax in percent"), max_digits=5, decimal_places=2, default=0)
    billing = models.CharField(_("billed"), max_length=7, choices=Product.Billing, default=Product.Billing.ONCE)
    term_months = models.PositiveSmallIntegerField(_("term in months"), null=True, blank=True)
    part = models.CharField(_("part"), max_length=11, choices=Part, default=Part.INCLUDED)
    group = models.CharField(_("choice"), max_length=60, blank=True, default="")
    is_chosen = models.BooleanField(_("chosen"), default=False)
    amount = models.DecimalField(max_digits=20, decimal_places=3, default=0)  # before the discount on the whole

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=0), name="version_line_quantity_not_negative"),
            models.CheckConstraint(condition=Q(price__gte=0), name="version_line_price_not_negative"),
            models.CheckConstraint(
                condition=Q(discount__gte=0, discount__lte=100), name="version_line_discount_is_a_share"
            ),
            models.CheckConstraint(condition=Q(tax_rate__gte=0, tax_rate__lte=100), name="version_line_tax_is_a_share"),
        ]

    def __str__(self):
        return self.name


class Milestone(models.Model):
    """A step of the timetable: its name and when it is, in words or as days."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("step"), max_length=60)
    note = models.CharField(_("what happens"), max_length=120, blank=True, default="")
    begins_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(begins_on=None) | Q(ends_on__gte=F("begins_on")),
                name="milestone_ends_after_it_begins",
            )
        ]

    def __str__(self):
        return self.name
