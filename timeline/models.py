"""The log of everything that happened, who has read how far, and what still has to leave the house."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Now


class TransactionId(models.Field):
    """PostgreSQL's xid8: the 64-bit number of the transaction that wrote the row, read as int."""

    def db_type(self, connection):
        return "xid8"

    def select_format(self, compiler, sql, params):
        return f"{sql}::text::bigint", params

    def get_prep_value(self, value):
        return None if value is None else str(value)


class CurrentTransaction(Func):
    template = "pg_current_xact_id()"
    arity = 0
    output_field = TransactionId()


class EventQuerySet(models.QuerySet):
    def about(self, record):
        """Events that belong on the timeline of a record, newest first."""
        return self.filter(about__contains=[subject_key(record)]).order_by("-happened_at", "-id")

    def standing(self):
        """Events that were not undone and are not themselves an undoing."""
        return self.filter(undone_by=None, undoes=None)


class Event(models.Model):
    """One thing that happened; append-only (the database refuses UPDATE of facts and DELETE)."""

    transaction = TransactionId(db_default=CurrentTransaction(), editable=False)
    happened_at = models.DateTimeField(db_default=Now())
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    about = ArrayField(models.CharField(max_length=60), default=list)
    changes = models.JSONField(default=dict)
    details = models.JSONField(default=dict)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    team_path = models.CharField(max_length=200, default="")
    operation = models.UUIDField(null=True)
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    undone_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["operation"], condition=Q(operation__isnull=False), name="one_event_per_operation"
            )
        ]
        indexes = [
            models.Index(fields=["transaction", "id"], name="event_reading_order"),
            models.Index(fields=["subject", "-id"], name="event_subject"),
            GinIndex(fields=["about"], name="event_about"),
        ]

    def __str__(self):
        return f"{self.verb} {self.subject}"


class Cursor(models.Model):
    """How far one listener has read the log; its row is locked while it reads on."""

    listener = models.CharField(max_length=80, unique=True)
    transaction = TransactionId(default=0)
    event_id = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return self.listener


class SetAside(models.Model):
    """An event that kept failing for one listener and no longer blocks those behind it."""

    listener = models.CharField(max_length=80)
    event = models.ForeignKey(Event, models.CASCADE)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField()
    parked = models.BooleanField(default=False)
    happened_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listener", "event"], name="one_set_aside_per_listener")]

    def __str__(self):
        return f"{self.listener}: {self.event_id}"


class Outgoing(models.Model):
    """One e-mail or webhook on its way out: claimed with a lease, sent with a fixed id, tried again with growing pauses."""

    class Kind(models.TextChoices):
        EMAIL = "email"
        WEBHOOK = "webhook"

    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField()
    event = models.ForeignKey(Event, models.PROTECT, null=True)
    message_id = models.UUIDField(default=uuid.uuid4, editable=False)
    available_at = models.DateTimeField(db_default=Now())
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(
                fields=["available_at"],
                condition=Q(sent_at=None, failed_at=None, dropped_at=None),
                name="outgoing_waiting",
            )
        ]

    def __str__(self):
        return self.key


class MailboxMessage(models.Model):
    """An e-mail that stayed in the house: in sample mode every mail lands here instead of leaving."""

    message_id = models.CharField(max_length=200)
    sender = models.CharField(max_length=200)
    recipients = ArrayField(models.CharField(max_length=254))
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(default="")
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-received_at", "-id"]

    def __str__(self):
        return self.subject


def subject_key(record):
    """The name of a record in the log, such as “deal:7”."""
    return f"{record._meta.model_name}:{record.pk}"
