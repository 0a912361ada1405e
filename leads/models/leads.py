"""Leads: who might buy."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import WithCustomFields, custom_index, custom_is_a_sheet
from leads.models.labels import Label
from leads.models.qualification import Qualification
from leads.models.records import (
    Company,
    Contact,
    SharedQuerySet,
    external_id,
    not_merged_into_itself,
    one_per_external_id,
    phone_key,
    phone_key_is_e164,
)

IN_WORK = ("new", "working", "qualified")


class LeadQuerySet(SharedQuerySet):
    def working(self):
        return self.filter(status__in=IN_WORK)

    def recycled(self):
        """Leads that rest until the day on which they come back."""
        return self.filter(status=Lead.Status.RECYCLED)

    def unanswered(self, touches, since):
        """Leads in work that were touched so often, first before a moment, and never answered since."""
        return self.working().filter(unanswered_touches__gte=touches, unanswered_since__lte=since)


class Lead(WithCustomFields):
    """A person or company that might buy."""

    class Status(models.TextChoices):
        NEW = "new", _("New")
        WORKING = "working", _("Working")
        QUALIFIED = "qualified", _("Qualified")
        RECYCLED = "recycled", _("Nurture")
        CONVERTED = "converted", _("Converted")
        DISQUALIFIED = "disqualified", _("Not a fit")

    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("email"), blank=True, default="")
    phone = models.CharField(_("phone"), max_length=40, blank=True, default="")
    phone_key = phone_key()
    job_title = models.CharField(_("job title"), max_length=120, blank=True, default="")
    decides = models.BooleanField(_("decision maker"), default=False)
    company_name = models.CharField(_("company"), max_length=200, blank=True, default="")
    industry = models.CharField(_("industry"), max_length=80, blank=True, default="")
    size = models.CharField(_("employees"), max_length=10, choices=Company.Size, blank=True, default="")
    country = models.CharField(_("country"), max_length=80, blank=True, default="")
    source = models.CharField(_("source"), max_length=80, blank=True, default="")
    channel = models.CharField(_("channel"), max_length=80, blank=True, default="")
    campaign = models.CharField(_("campaign"), max_length=120, blank=True, default="", db_default="")
    first_arrival = models.ForeignKey("leads.Arrival", models.SET_NULL, null=True, blank=True, related_name="+")
    last_arrival = models.ForeignKey("leads.Arrival", models.SET_NULL, null=True, blank=True, related_name="+")
    first_contact_on = models.DateField(_("first contact"), null=True, blank=True)
    notes = models.TextField(_("notes"), max_length=10_000, blank=True, default="")
    label = models.ForeignKey(Label, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("label"))
    label_is_by_hand = models.BooleanField(default=False, db_default=False)  # then the score leaves it alone
    score = models.SmallIntegerField(_("score"), default=0)
    scored_at = models.DateTimeField(null=True, blank=True)
    promoted_at = models.DateTimeField(null=True, blank=True)  # when its score last crossed a threshold that promotes
    qualification = models.OneToOneField(Qualification, models.PROTECT, related_name="lead")
    company = models.ForeignKey(Company, models.PROTECT, null=True, blank=True, related_name="leads")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="leads")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.NEW)
    status_reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    returns_on = models.DateField(_("comes back on"), null=True, blank=True)
    last_touch_at = models.DateTimeField(null=True, blank=True)
    first_response_at = models.DateTimeField(null=True, blank=True)  # when a person first turned to it
    answered_at = models.DateTimeField(null=True, blank=True)  # when the buyer last answered
    unanswered_touches = models.PositiveSmallIntegerField(default=0, db_default=0)
    unanswered_since = models.DateTimeField(null=True, blank=True)  # the first touch that was not answered
    external_id = external_id()
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="merged")
    version = models.PositiveIntegerField(default=1)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = LeadQuerySet.as_manager()

    class Meta:
        constraints = [
            one_per_external_id("one_lead_per_external_id"),
            not_merged_into_itself("lead_not_merged_into_itself"),
            phone_key_is_e164("lead_phone_key_is_e164"),
            custom_is_a_sheet("lead_custom_is_a_sheet"),
            models.CheckConstraint(
                condition=Q(status="recycled", returns_on__isnull=False) | (~Q(status="recycled") & Q(returns_on=None)),
                name="recycled_leads_have_a_day",
            ),
            models.CheckConstraint(
                condition=Q(unanswered_touches=0, unanswered_since=None)
                | Q(unanswered_touches__gt=0, unanswered_since__isnull=False),
                name="unanswered_since_a_touch",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "owner"], condition=Q(merged_into=None), name="lead_status_owner"),
            models.Index(
                fields=["-score", "id"], condition=Q(status__in=IN_WORK, merged_into=None), name="lead_highest_score"
            ),
            models.Index(fields=["returns_on"], condition=Q(status="recycled"), name="lead_coming_back"),
            models.Index(
                fields=["unanswered_since"], condition=Q(unanswered_touches__gt=0), name="lead_without_an_answer"
            ),
            custom_index("lead_custom"),
        ]

    def __str__(self):
        return self.name

    @property
    def is_worked(self):
        return self.status in IN_WORK
