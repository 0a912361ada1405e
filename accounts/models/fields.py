"""Fields an admin adds to leads, companies, contacts and deals, and where their values are kept."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

NOTHING = Value({}, models.JSONField())
HAS_CUSTOM = ~Q(custom={})


class CustomFieldQuerySet(models.QuerySet):
    def of(self, record):
        """The fields in use of a kind of record (“lead”, …), in their order."""
        return self.filter(record=record, retired_at=None)


class CustomField(models.Model):
    """A field of one kind of record; `key` names its values in `custom` and in addresses, and never changes."""

    class Record(models.TextChoices):
        LEAD = "lead", _("Lead")
        COMPANY = "company", _("Company")
        CONTACT = "contact", _("Contact")
        DEAL = "deal", _("Deal")

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        MONEY = "money", _("Money")
        DATE = "date", _("Date")
        CHOICE = "choice", _("Choice")
        CHOICES = "choices", _("Several choices")
        YES_NO = "yes_no", _("Yes or no")
        PERSON = "person", _("Person")
        LINK = "link", _("Link")

    # Kinds people sort by or narrow to a range, and those they look for a part of: each field has an index of its own.
    ORDERED = (Kind.NUMBER, Kind.MONEY, Kind.DATE)
    WRITTEN = (Kind.TEXT, Kind.LINK)
    INDEXED = ORDERED + WRITTEN

    record = models.CharField(_("belongs to"), max_length=8, choices=Record)
    key = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    hint = models.CharField(_("hint"), max_length=200, blank=True, default="")
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")  # of every value, for money
    is_required = models.BooleanField(_("must be filled in"), default=False)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = CustomFieldQuerySet.as_manager()

    class Meta:
        ordering = ["record", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["record", "key"], name="one_field_per_key"),
            models.UniqueConstraint("record", Lower("name"), name="one_field_per_name"),
            models.CheckConstraint(condition=Q(key__regex=r"^[a-z][a-z0-9_]*$"), name="field_key_is_plain"),
            models.CheckConstraint(
                condition=Q(kind="money", currency__regex="^[A-Z]{3}$") | (~Q(kind="money") & Q(currency="")),
                name="money_fields_have_a_currency",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_ordered(self):
        return self.kind in self.ORDERED

    @property
    def has_options(self):
        return self.kind in (self.Kind.CHOICE, self.Kind.CHOICES)


class CustomOption(models.Model):
    """One thing a choice may be; records keep its id, so that it can be renamed."""

    field = models.ForeignKey(CustomField, models.CASCADE, related_name="options")
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["field", "position", "id"]
        constraints = [models.UniqueConstraint("field", Lower("name"), name="one_option_per_name")]

    def __str__(self):
        return self.name


class WithCustomFields(models.Model):
    """A record with `custom`: {key: value} of the fields an admin added; an empty value has no key.

    Text, link: a string. Number, money: a plain decimal as a string, such as "-12.5". Date: "2026-11-22". Choice and
    person: an id. Several choices: a list of ids in ascending order. Yes or no: true or false.
    """

    custom = models.JSONField(default=dict, db_default=NOTHING, blank=True)

    class Meta:
        abstract = True


def custom_index(name):
    """The index that finds equal texts, choices, people and yes or no of every field; empty sheets stay out of it."""
    return GinIndex(fields=["custom"], opclasses=["jsonb_path_ops"], condition=HAS_CUSTOM, name=name)


def custom_is_a_sheet(name):
    """The constraint that `custom` is {key: value}, whoever writes it."""
    return models.CheckConstraint(condition=Q(custom__contains={}), name=name)
