"""What proposals are made from: sections in their order, and the look, the address and the language of their paper."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

ACCENT = "#0b5a73"
IS_COLOUR = "^#[0-9a-f]{6}$"


class SectionKind(models.TextChoices):
    TEXT = "text", _("Text")
    BENEFITS = "benefits", _("Benefits")
    ITEMS = "items", _("Items and prices")
    TIMETABLE = "timetable", _("Timetable")
    TERMS = "terms", _("Terms")
    SIGNATURE = "signature", _("Signatures")


class Logo(models.Model):
    """A picture of the house as checked bytes; never changed, so what was sent keeps the one it was sent with."""

    content = models.BinaryField()
    content_type = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="logo_has_a_fingerprint"),
            models.CheckConstraint(condition=Q(content_type__in=["image/png", "image/jpeg"]), name="logo_is_a_picture"),
        ]

    def __str__(self):
        return self.sha256[:12]


class Look(models.Model):
    """How a proposal looks, shared by templates and by the versions that keep what they were made with."""

    class Size(models.TextChoices):
        A4 = "a4", _("A4")
        LETTER = "letter", _("Letter")

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    size = models.CharField(_("paper"), max_length=6, choices=Size, default=Size.A4)
    accent = models.CharField(_("colour"), max_length=7, default=ACCENT)
    logo = models.ForeignKey(Logo, models.PROTECT, null=True, blank=True, related_name="+")
    house = models.CharField(_("name of the house"), max_length=120, blank=True, default="")
    address = models.TextField(_("address"), max_length=400, blank=True, default="")

    class Meta:
        abstract = True


class ProposalTemplateQuerySet(models.QuerySet):
    def standing(self):
        """Templates one can choose today."""
        return self.filter(retired_at=None)


class ProposalTemplate(Look):
    """What a new proposal begins with; everybody of the house may use it, admins write it."""

    name = models.CharField(_("name"), max_length=80)
    terms = models.TextField(_("terms"), max_length=20_000, blank=True, default="")
    valid_days = models.PositiveSmallIntegerField(_("days it is valid"), default=30)
    revision = models.PositiveIntegerField(default=1)  # rises with every edit
    retired_at = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = ProposalTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="one_proposal_template_per_name"),
            models.CheckConstraint(condition=Q(accent__regex=IS_COLOUR), name="template_accent_is_a_colour"),
            models.CheckConstraint(
                condition=Q(valid_days__gte=1, valid_days__lte=365), name="template_valid_for_a_year_at_most"
            ),
        ]

    def __str__(self):
        return self.name


class TemplateSection(models.Model):
    """One section of a template; its text is Markdown with gaps such as {contact}, {company} and {valid_until}."""

    template = models.ForeignKey(ProposalTemplate, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=10, choices=SectionKind, default=SectionKind.TEXT)
    heading = models.CharField(_("heading"), max_length=120, blank=True, default="")
    text = models.TextField(_("text"), max_length=20_000, blank=True, default="")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.heading or self.get_kind_display()
