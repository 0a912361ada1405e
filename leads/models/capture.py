"""How leads come in by themselves: forms, what was sent by them, and where people came from."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiKey
from leads.models.labels import Label


class CaptureFormQuerySet(models.QuerySet):
    def open(self):
        """Forms that answer to the street."""
        return self.filter(published_at__isnull=False, retired_at=None)


class CaptureForm(models.Model):
    """A form for strangers, at an address nobody can guess; empty texts of mails mean that none is sent."""

    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=80)
    title = models.CharField(_("title"), max_length=120, blank=True, default="")
    intro = models.TextField(_("text above the form"), max_length=2000, blank=True, default="")
    button = models.CharField(_("button"), max_length=40, blank=True, default="")
    consent_text = models.TextField(_("consent"), max_length=2000, blank=True, default="")
    thanks = models.TextField(_("thanks"), max_length=2000, blank=True, default="")
    redirect_url = models.URLField(_("page afterwards"), max_length=500, blank=True, default="")
    language = models.CharField(_("language"), max_length=10, default="en")
    source = models.CharField(_("source"), max_length=80, blank=True, default="")
    channel = models.CharField(_("channel"), max_length=80, blank=True, default="")
    campaign = models.CharField(_("campaign"), max_length=120, blank=True, default="")
    label = models.ForeignKey(Label, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("label"))
    asks_twice = models.BooleanField(_("confirm by e-mail first"), default=False)
    confirm_subject = models.CharField(_("subject"), max_length=200, blank=True, default="")
    confirm_text = models.TextField(_("text"), max_length=5000, blank=True, default="")
    reply_subject = models.CharField(_("subject"), max_length=200, blank=True, default="")
    reply_text = models.TextField(_("text"), max_length=5000, blank=True, default="")
    hourly_limit = models.PositiveSmallIntegerField(_("posts an hour from one address"), default=10)
    least_seconds = models.PositiveSmallIntegerField(_("seconds a person needs at least"), default=3)
    embedded_on = ArrayField(models.CharField(max_length=200), default=list, blank=True)  # origins that may frame it
    published_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    objects = CaptureFormQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(key__regex="^[A-Za-z0-9_-]{10,32}$"), name="form_key_is_long"),
            models.CheckConstraint(condition=Q(hourly_limit__gt=0), name="form_lets_somebody_through"),
            models.CheckConstraint(
                condition=Q(asks_twice=False) | ~Q(confirm_subject="") & ~Q(confirm_text=""),
                name="form_knows_how_to_ask",
            ),
        ]

    def __str__(self):
        return self.name


class FormField(models.Model):
    """One question of a form: `fact` is a field of the lead, such as “email”, or “custom.” and a custom field's key."""

    form = models.ForeignKey(CaptureForm, models.CASCADE, related_name="fields")
    fact = models.CharField(max_length=60)
    label = models.CharField(_("question"), max_length=120)
    hint = models.CharField(_("hint"), max_length=200, blank=True, default="")
    is_required = models.BooleanField(_("must be filled in"), default=False)
    is_hidden = models.BooleanField(_("hidden"), default=False)
    preset = models.CharField(_("filled in with"), max_length=200, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["form", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["form", "fact"], name="one_question_per_fact")]

    def __str__(self):
        return self.label


class Submission(models.Model):
    """What somebody sent by a form, or a program by its key; the same `operation` is taken once.

    Of the sender's address only a keyed hash is kept, to count by; of a confirmation link only its SHA-256.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be confirmed")
        TAKEN = "taken", _("Taken")

    form = models.ForeignKey(CaptureForm, models.PROTECT, null=True, related_name="submissions")
    api_key = models.ForeignKey(ApiKey, models.SET_NULL, null=True, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.CASCADE, null=True, related_name="submissions")
    operation = models.UUIDField(unique=True)
    answers = models.JSONField(default=dict)
    origin = models.JSONField(default=dict)  # the Arrival as it was sent: utm_…, page, referrer
    state = models.CharField(max_length=7, choices=State, default=State.TAKEN)
    consent_text = models.TextField(blank=True, default="")  # as it stood on the form
    consented_at = models.DateTimeField(null=True)
    confirm_hash = models.CharField(max_length=64, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)
    address_hash = models.CharField(max_length=64, blank=True, default="")
    sent_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", lead=None) | Q(state="taken", lead__isnull=False), name="taken_with_a_lead"
            ),
            models.CheckConstraint(
                condition=Q(consented_at=None) | ~Q(consent_text=""), name="consent_to_something_said"
            ),
            models.UniqueConstraint(fields=["confirm_hash"], condition=~Q(confirm_hash=""), name="one_confirmation"),
        ]
        indexes = [models.Index(fields=["form", "address_hash", "sent_at"], name="submission_by_address")]

    def __str__(self):
        return f"{self.form_id or self.api_key_id}: {self.sent_at}"


class Arrival(models.Model):
    """One time a lead came to us by itself, and from where; the first one is never rewritten."""

    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="arrivals")
    submission = models.OneToOneField(Submission, models.CASCADE, null=True, related_name="arrival")
    source = models.CharField(_("source"), max_length=80, blank=True, default="")
    channel = models.CharField(_("channel"), max_length=80, blank=True, default="")
    campaign = models.CharField(_("campaign"), max_length=120, blank=True, default="")
    term = models.CharField(_("search word"), max_length=120, blank=True, default="")
    content = models.CharField(_("advertisement"), max_length=120, blank=True, default="")
    page = models.CharField(_("page"), max_length=500, blank=True, default="")
    referrer = models.CharField(_("came from"), max_length=500, blank=True, default="")
    happened_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["happened_at", "id"]

    def __str__(self):
        return f"{self.source} {self.campaign}".strip()
