"""Letters to and from people: what is written, by which template, at which addresses, and who wants none."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from accounts.visibility import visible_owner_ids
from leads.models import Company, Contact, Lead
from pipeline.models import Deal
from timeline.models import Outgoing

SUBJECT_LENGTH = 200
BODY_LENGTH = 20_000


class LetterTemplateQuerySet(models.QuerySet):
    def usable_by(self, user):
        """Those of everybody and one's own, without the retired."""
        return self.readable_by(user).filter(retired_at=None)

    def readable_by(self, user):
        return self.filter(Q(owner=None) | Q(owner=user))


class LetterTemplate(models.Model):
    """A letter with gaps like {{contact.first_name}}; without an owner it is everybody's."""

    name = models.CharField(_("name"), max_length=80)
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH)
    body = models.TextField(_("text"), max_length=BODY_LENGTH)
    language = models.CharField(_("language"), max_length=10, default="en")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="letter_templates"
    )
    retired_at = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(Lower("name"), "owner", name="one_letter_template_per_name", nulls_distinct=False)
        ]

    def __str__(self):
        return self.name


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may see the deal or lead may see its letters; what is not filed yet is its person's alone."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        unfiled = Q(deal=None, lead=None)
        owners = visible_owner_ids(user)
        if owners is None:
            return self.filter(~unfiled | Q(user=user))
        of_deal = Q(deal__owner_id__in=owners)
        of_lead = Q(deal=None, lead__isnull=False) & (Q(lead__owner_id__in=owners) | Q(lead__owner=None))
        return self.filter(of_deal | of_lead | unfiled & Q(user=user))

    def unfiled(self):
        """What reached somebody's address and nobody knows where it belongs."""
        return self.filter(deal=None, lead=None)

    def filed(self):
        return self.exclude(deal=None, lead=None)


class Letter(models.Model):
    """One e-mail, sent or received; about a deal, else about a lead, else not filed yet."""

    class Direction(models.TextChoices):
        OUT = "out"
        IN = "in"

    direction = models.CharField(max_length=3, choices=Direction)
    deal = models.ForeignKey(Deal, models.CASCADE, null=True, related_name="letters")
    lead = models.ForeignKey(Lead, models.CASCADE, null=True, related_name="letters")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="letters")
    company = models.ForeignKey(Company, models.SET_NULL, null=True, related_name="letters")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="letters")
    sender = models.CharField(max_length=320)
    recipients = ArrayField(models.CharField(max_length=320), default=list)
    subject = models.CharField(max_length=500)
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    message_id = models.CharField(max_length=250, unique=True)  # as in the header, without its brackets
    replies_to = ArrayField(models.CharField(max_length=250), default=list)  # In-Reply-To and References, newest first
    template = models.ForeignKey(LetterTemplate, models.SET_NULL, null=True, related_name="letters")
    key = models.CharField(max_length=200, unique=True, null=True)  # noqa: DJ001 - null keeps it out of the constraint
    outgoing = models.OneToOneField(Outgoing, models.SET_NULL, null=True, related_name="letter")
    is_automatic = models.BooleanField(default=False)  # written by a machine: an answer from a holiday is none
    is_doubtful = models.BooleanField(default=False)  # its sender may not be who it says
    withdrawn_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    bounce_reason = models.CharField(max_length=300, blank=True, default="")
    happened_at = models.DateTimeField(db_default=Now())  # when it was written, or when it came

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-id"]
        indexes = [
            models.Index(fields=["deal", "-happened_at"], name="letter_of_deal", condition=Q(deal__isnull=False)),
            models.Index(fields=["lead", "-happened_at"], name="letter_of_lead", condition=Q(lead__isnull=False)),
            models.Index(fields=["user", "-happened_at"], name="letter_unfiled", condition=Q(deal=None, lead=None)),
        ]

    def __str__(self):
        return self.subject

    @property
    def about(self):
        """The deal, else the lead, it belongs to; None while it is not filed."""
        return self.deal or self.lead

    @property
    def safe_html(self):
        return mark_safe(self.html)  # noqa: S308 (it was cleaned before it was kept)

    @property
    def is_ours(self):
        return self.direction == self.Direction.OUT

    @property
    def state(self):
        """How far it came: received, held, withdrawn, bounced, waiting, failed or sent."""
        if not self.is_ours:
            return "received"
        out = self.outgoing
        if out and out.is_held:
            return "held"
        if self.withdrawn_at or (out and out.dropped_at):
            return "withdrawn"
        if self.bounced_at and not (out and out.sent_at and out.sent_at > self.bounced_at):
            return "bounced"
        if out is None or out.sent_at:
            return "sent"
        return "failed" if out.failed_at else "waiting"


class Attachment(models.Model):
    """A file that came or went with a letter; kept in the database, so no address of a server leads to it."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="attachment_has_a_fingerprint")
        ]

    def __str__(self):
        return self.name


class MailAddressQuerySet(models.QuerySet):
    def valid(self):
        return self.filter(revoked_at=None)


class MailAddress(models.Model):
    """A private address of ours: a person's dropbox, or where answers about one deal or lead arrive."""

    token = models.CharField(max_length=40, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="mail_addresses"
    )
    deal = models.ForeignKey(Deal, models.CASCADE, null=True, blank=True, related_name="mail_addresses")
    lead = models.ForeignKey(Lead, models.CASCADE, null=True, blank=True, related_name="mail_addresses")
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = MailAddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, deal=None, lead=None)
                | Q(user=None, deal__isnull=False, lead=None)
                | Q(user=None, deal=None, lead__isnull=False),
                name="mail_address_belongs_to_one",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None, user__isnull=False), name="one_dropbox_per_user"
            ),
        ]

    def __str__(self):
        return f"{self.user or self.deal or self.lead}"


class OptOut(models.Model):
    """An address that wants no letters from templates or sequences."""

    address = models.CharField(max_length=320, unique=True)  # as leads.folding.email_key spells it
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return self.address


class Signature(models.Model):
    """What stands under a person's letters."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="signature")
    phone = models.CharField(_("phone"), max_length=40, blank=True, default="")
    text = models.TextField(_("signature"), max_length=1000, blank=True, default="")

    def __str__(self):
        return self.text
