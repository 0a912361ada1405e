"""The private link of a buyer, what they do with it, and what they answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from leads.models import Contact
from proposals.models.proposals import Proposal, Version, owned_through
from timeline.leases import FREE


class LinkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may see the deal may see who was given a link to its proposals."""
        return owned_through(self, user, "version__proposal__deal")

    def standing(self):
        """Links that open: neither revoked nor expired, of a version its buyer may look at."""
        return self.filter(revoked_at=None, expires_at__gt=Now(), version__state__in=SHOWN)


SHOWN = (Version.State.SENT, Version.State.ACCEPTED, Version.State.DECLINED)


class Link(models.Model):
    """A version in the hands of one buyer, until `expires_at`; it opens with any of its keys."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="links")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    asks_code = models.BooleanField(default=False)  # whoever opens it proves by a code that the mailbox is theirs
    expires_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)  # for the first time
    seen_at = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["expires_at"], condition=Q(revoked_at=None), name="link_expiring")]

    def __str__(self):
        return f"{self.version_id}: {self.contact_id}"


class LinkKey(models.Model):
    """One address under which a link opens; the token itself is kept nowhere, so each mail brings one of its own."""

    class Use(models.TextChoices):
        COPY = "copy", _("copied")
        MAIL = "mail", _("sent by e-mail")
        REMINDER = "reminder", _("sent as a reminder")

    link = models.ForeignKey(Link, models.CASCADE, related_name="keys")
    token_hash = models.CharField(max_length=64, unique=True)
    use = models.CharField(max_length=8, choices=Use, default=Use.COPY)
    made_at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return f"{self.link_id}: {self.use}"


class Code(models.Model):
    """A code of six digits that went to the mailbox of a buyer, for one browser, with few tries."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="codes")
    device = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["link", "-sent_at"], name="code_latest")]

    def __str__(self):
        return f"{self.link_id}"


class Visit(models.Model):
    """One stay of one browser on the page of a link; after a pause another one begins.

    `sections` is {key of a section: seconds}; `is_other` where the link had been opened in another browser before.
    """

    link = models.ForeignKey(Link, models.CASCADE, related_name="visits")
    device = models.CharField(max_length=64)
    agent = models.CharField(max_length=60, blank=True, default="")  # “Safari, iPhone”
    is_other = models.BooleanField(default=False)
    began_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    seconds = models.PositiveIntegerField(default=0)
    sections = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["link", "device", "-seen_at"], name="visit_of_device")]

    def __str__(self):
        return f"{self.link_id}: {self.agent}"


class AnswerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may see the deal may see what its buyer answered."""
        return owned_through(self, user, "proposal__deal")


class Answer(models.Model):
    """What a buyer said to a version: yes, with all that was signed, or no, with why. It stays as it is.

    `statement` is the text that was signed, `statement_hash` its SHA-256; `choices` are the lines chosen; the totals
    are what pipeline.items.totals said of them.
    """

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    class Signature(models.TextChoices):
        TYPED = "typed", _("typed")
        DRAWN = "drawn", _("drawn")

    version = models.OneToOneField(Version, models.CASCADE, related_name="answer")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="answers")
    link = models.ForeignKey(Link, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=200, blank=True, default="")
    title = models.CharField(max_length=120, blank=True, default="")
    reason = models.TextField(max_length=2000, blank=True, default="")
    signed_by = models.CharField(max_length=5, choices=Signature, blank=True, default="")
    signature = models.TextField(blank=True, default="")  # what was typed, or the path of what was drawn
    choices = models.JSONField(default=list)
    statement = models.TextField(blank=True, default="")
    statement_hash = models.CharField(max_length=64, blank=True, default="")
    currency = models.CharField(max_length=3, blank=True, default="")
    net = models.DecimalField(max_digits=20, decimal_places=3, default=0)
    tax = models.DecimalField(max_digits=20, decimal_places=3, default=0)
    gross = models.DecimalField(max_digits=20, decimal_places=3, default=0)
    language = models.CharField(max_length=10, blank=True, default="")
    time_zone = models.CharField(max_length=60, blank=True, default="")
    address = models.CharField(max_length=45, blank=True, default="")
    agent = models.CharField(max_length=400, blank=True, default="")
    answered_at = models.DateTimeField(db_default=Now())

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(kind="accepted"), name="one_acceptance_per_proposal"
            ),
            models.CheckConstraint(
                condition=Q(kind="declined") | Q(statement_hash__regex="^[0-9a-f]{64}$"), name="acceptance_says_what"
            ),
        ]

    def __str__(self):
        return f"{self.version_id}: {self.kind}"


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may see the deal may read what its buyer asks."""
        return owned_through(self, user, "link__version__proposal__deal")


class Question(models.Model):
    """Something a buyer asked on the page, and what was written back."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="questions")
    operation = models.UUIDField(unique=True)  # one opening of the form, so it is asked once
    text = models.TextField(max_length=2000)
    asked_at = models.DateTimeField(db_default=Now())
    reply = models.TextField(max_length=4000, blank=True, default="")
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.text[:60]


class ExpiryReminderQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(state=ExpiryReminder.State.PENDING)

    def due(self):
        """Those whose time has come and that nobody holds a lease on."""
        return self.pending().filter(FREE, due_at__lte=Now()).order_by("due_at", "pk")


class ExpiryReminder(models.Model):
    """A word to a buyer so many days before their link expires; the database is the schedule."""

    class State(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        CANCELLED = "cancelled"
        FAILED = "failed"

    link = models.ForeignKey(Link, models.CASCADE, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.PENDING)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")

    objects = ExpiryReminderQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "days"], name="one_expiry_reminder_per_distance")]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="pending"), name="expiry_reminder_pending")]

    def __str__(self):
        return f"{self.link_id}: {self.days}"
