"""The log of everything that happened, who has read how far, and what still has to leave the house."""

import uuid

import nh3
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Now
from django.utils.safestring import mark_safe

from kit.sealing import opened, place_of_mail
from timeline.leases import FREE

HARMLESS_TAGS = {"a", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "hr", "i", "li", "ol", "p", "pre"}
HARMLESS_TAGS |= {"span", "strong", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"}
UNSEEN_TAGS = {"script", "style", "title"}


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


class OldestRunning(Func):
    """The oldest transaction that has not ended; everything before it is decided, no latecomer can join it."""

    template = "pg_snapshot_xmin(pg_current_snapshot())"
    arity = 0
    output_field = TransactionId()


class EventQuerySet(models.QuerySet):
    def settled(self):
        """Events of transactions older than every running one, so that nothing can still appear before them."""
        return self.filter(transaction__lt=OldestRunning())

    def after(self, transaction, event_id):
        """Events behind this position, in the order in which listeners read."""
        behind = Q(transaction__gt=transaction) | Q(id__gt=event_id)
        return self.filter(behind, transaction__gte=transaction).order_by("transaction", "id")

    def about(self, record, *also):
        """Events that belong on the timeline of a record, or of others by their names in the log, newest first."""
        return self.filter(about__overlap=[subject_key(record), *also]).order_by("-happened_at", "-id")

    def owned_within(self, record, owner_ids, parts=(), also=()):
        """Of events about a record: its own, those of its `parts` (kinds of record), those owned among `owner_ids`."""
        own = Q(subject__in=[subject_key(record), *also]) | Q(owner=None)
        for kind in parts:
            own |= Q(subject__startswith=f"{kind}:")
        return self.filter(own | Q(owner__in=owner_ids))

    def standing(self):
        """Events that were not undone and are not themselves an undoing."""
        return self.filter(undone_by=None, undoes=None)

    def of_bulk(self, bulk):
        """Events of one act over many records, in the order in which they happened."""
        act = self.alias(bulk=KT("details__bulk")).filter(details__has_key="bulk", bulk=str(bulk))
        return act.order_by("id")


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
            models.Index(KT("details__bulk"), name="event_bulk", condition=Q(details__has_key="bulk")),
            models.Index(fields=["verb", "happened_at"], name="event_verb_time"),
        ]

    def __str__(self):
        return f"{self.verb} {self.subject}"

    @property
    def stands(self):
        """Whether it was not undone and is not itself an undoing."""
        return self.undone_by_id is None and self.undoes_id is None


class Told(models.Model):
    """That an event stands on the timeline of a record; the database writes it with the event, in reading order."""

    pk = models.CompositePrimaryKey("record", "verb", "happened_at", "event_id")
    record = models.CharField(max_length=60)
    verb = models.CharField(max_length=60)
    happened_at = models.DateTimeField()
    event_id = models.BigIntegerField()

    def __str__(self):
        return f"{self.record}: {self.event_id}"


class EntryState(models.Model):
    """What became of an entry since it was written: its words now, whether it is pinned, whether it was taken away."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="state")
    record = models.CharField(max_length=60)  # on whose timeline it is pinned
    text = models.TextField(null=True)  # noqa: DJ001 - null: as it was written
    edited_at = models.DateTimeField(null=True)
    pinned_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["record"], condition=Q(pinned_at__isnull=False), name="entry_pinned")]

    def __str__(self):
        return f"{self.event_id}"


class Cursor(models.Model):
    """How far one listener has read the log; its row is locked while it reads on."""

    listener = models.CharField(max_length=80, unique=True)
    transaction = TransactionId(default=0)
    event_id = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return self.listener


class SetAside(models.Model):
    """An event that failed for one listener and no longer blocks those behind it; parked after too many tries."""

    listener = models.CharField(max_length=80)
    event = models.ForeignKey(Event, models.CASCADE)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField()
    parked = models.BooleanField(default=False)
    retry_at = models.DateTimeField(null=True)
    happened_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listener", "event"], name="one_set_aside_per_listener")]

    def __str__(self):
        return f"{self.listener}: {self.event_id}"

    @property
    def last_line(self):
        return self.error.strip().rpartition("\n")[2]


class OutgoingQuerySet(models.QuerySet):
    def waiting(self):
        """Not sent, not given up, not dropped."""
        return self.filter(sent_at=None, failed_at=None, dropped_at=None)

    def held(self):
        """Dropped, and may be sent after all."""
        return self.filter(dropped_at__isnull=False, last_error=Outgoing.HELD)

    def failed(self):
        """Given up after the last attempt."""
        return self.filter(failed_at__isnull=False)

    def due(self):
        """What may leave now and is in nobody's hands, longest due first."""
        return (
            self.waiting().filter(FREE, available_at__lte=Now()).order_by("available_at", "id").select_related("event")
        )


class Outgoing(models.Model):
    """One message on its way out: claimed with a lease, sent with a fixed id, tried again with growing pauses."""

    class Kind(models.TextChoices):
        EMAIL = "email"
        PUSH = "push"
        WEBHOOK = "webhook"

    HELD = "held back"  # why it was dropped: what it is about, or who it goes to, was thrown away

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.EMAIL)
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

    objects = OutgoingQuerySet.as_manager()

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

    @property
    def is_held(self):
        return self.dropped_at is not None and self.last_error == self.HELD


class MailboxMessage(models.Model):
    """An e-mail that stayed in the house: in sample mode every mail lands here, once, instead of leaving."""

    message_id = models.CharField(max_length=200, unique=True)
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

    @property
    def words(self):
        """Its plain text, with what was sealed for its receivers."""
        return opened(self.text, place_of_mail(self.recipients))

    @property
    def safe_html(self):
        """The mail's HTML without scripts, styles, pictures or anything that loads."""
        rules = {"tags": HARMLESS_TAGS, "attributes": {"a": {"href"}}, "clean_content_tags": UNSEEN_TAGS}
        html = opened(self.html, place_of_mail(self.recipients))
        return mark_safe(nh3.clean(html, **rules))  # noqa: S308 (nh3 has cleaned it)


def subject_key(record):
    """The name of a record in the log, such as “deal:7”."""
    return f"{record._meta.model_name}:{record.pk}"
