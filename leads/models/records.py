"""Companies and contacts, shared by leads and deals."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import WithCustomFields, custom_index, custom_is_a_sheet
from accounts.visibility import OwnedQuerySet


def external_id():
    """The id a record has in another program: files and other programs find it again by that."""
    return models.CharField(max_length=120, null=True, blank=True)  # null keeps it out of the unique constraint


def one_per_external_id(name):
    return models.UniqueConstraint(fields=["external_id"], name=name)


def not_merged_into_itself(name):
    return models.CheckConstraint(condition=~Q(merged_into=F("id")), name=name)


def phone_key():
    """The phone in E.164, or “” where it is no number one could call; written by whoever writes the phone."""
    return models.CharField(max_length=16, blank=True, default="", db_default="", editable=False)


def phone_key_is_e164(name):
    return models.CheckConstraint(condition=Q(phone_key="") | Q(phone_key__regex=r"^\+[1-9][0-9]{5,14}$"), name=name)


class SharedQuerySet(OwnedQuerySet):
    """Records nobody owns yet are everybody's to take."""

    unowned_is_open = True

    def visible_to(self, user):
        """What this user may see; a record merged into another one is found there."""
        return super().visible_to(user).filter(merged_into=None)


class Company(WithCustomFields):
    class Size(models.TextChoices):
        MICRO = "1-9", "1–9"
        SMALL = "10-49", "10–49"
        MEDIUM = "50-249", "50–249"
        LARGE = "250-999", "250–999"
        HUGE = "1000+", "1,000+"

    name = models.CharField(_("name"), max_length=200)
    domain = models.CharField(_("website"), max_length=200, blank=True, default="")
    industry = models.CharField(_("industry"), max_length=80, blank=True, default="")
    size = models.CharField(_("employees"), max_length=10, choices=Size, blank=True, default="")
    country = models.CharField(_("country"), max_length=80, blank=True, default="")
    city = models.CharField(_("city"), max_length=80, blank=True, default="")
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name=_("parent company")
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    external_id = external_id()
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="merged")
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "companies"
        constraints = [
            one_per_external_id("one_company_per_external_id"),
            not_merged_into_itself("company_not_merged_into_itself"),
            custom_is_a_sheet("company_custom_is_a_sheet"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="company_not_its_own_parent"),
        ]
        indexes = [
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="company_name_similar"),
            custom_index("company_custom"),
        ]

    def __str__(self):
        return self.name


class Contact(WithCustomFields):
    company = models.ForeignKey(Company, models.PROTECT, null=True, blank=True, related_name="contacts")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("email"), blank=True, default="")
    phone = models.CharField(_("phone"), max_length=40, blank=True, default="")
    phone_key = phone_key()
    job_title = models.CharField(_("job title"), max_length=120, blank=True, default="")
    decides = models.BooleanField(_("decision maker"), default=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    external_id = external_id()
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="merged")
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            one_per_external_id("one_contact_per_external_id"),
            not_merged_into_itself("contact_not_merged_into_itself"),
            phone_key_is_e164("contact_phone_key_is_e164"),
            custom_is_a_sheet("contact_custom_is_a_sheet"),
        ]
        indexes = [custom_index("contact_custom")]

    def __str__(self):
        return self.name
