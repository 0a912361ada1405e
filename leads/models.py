"""Who might buy: leads, companies, contacts, their labels, what qualifies them, and what was imported."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.visibility import OwnedQuerySet


class SharedQuerySet(OwnedQuerySet):
    """Records nobody owns yet are everybody's to take."""

    unowned_is_open = True


class LabelSet(models.Model):
    """A sort of labels, such as heat or industry, with an order of its own."""

    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.name


class Label(models.Model):
    """A label an admin shapes; `hue` is 0 to 359 and the design's recipe makes the rest, so contrast always holds."""

    set = models.ForeignKey(LabelSet, models.CASCADE, related_name="labels")
    name = models.CharField(_("name"), max_length=40)
    hue = models.PositiveSmallIntegerField(_("colour"), default=230)
    icon = models.CharField(_("icon"), max_length=30, default="tag")
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["set", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["set", "name"], name="one_label_name_per_set")]

    def __str__(self):
        return self.name


class Qualification(models.Model):
    """The BANT answers of one prospect; a lead hands the same sheet on to its deal."""

    class Answer(models.IntegerChoices):
        UNKNOWN = 0, _("Unknown")
        PARTLY = 1, _("Partly")
        CONFIRMED = 2, _("Confirmed")

    TOPICS = ("budget", "authority", "need", "timeline")

    budget = models.PositiveSmallIntegerField(_("budget"), choices=Answer, default=Answer.UNKNOWN)
    budget_evidence = models.TextField(_("evidence"), max_length=2000, blank=True, default="")
    budget_on = models.DateField(null=True, blank=True)
    authority = models.PositiveSmallIntegerField(_("authority"), choices=Answer, default=Answer.UNKNOWN)
    authority_evidence = models.TextField(_("evidence"), max_length=2000, blank=True, default="")
    authority_on = models.DateField(null=True, blank=True)
    need = models.PositiveSmallIntegerField(_("need"), choices=Answer, default=Answer.UNKNOWN)
    need_evidence = models.TextField(_("evidence"), max_length=2000, blank=True, default="")
    need_on = models.DateField(null=True, blank=True)
    timeline = models.PositiveSmallIntegerField(_("timeline"), choices=Answer, default=Answer.UNKNOWN)
    timeline_evidence = models.TextField(_("evidence"), max_length=2000, blank=True, default="")
    timeline_on = models.DateField(null=True, blank=True)

    def __str__(self):
        return "".join(str(getattr(self, topic)) for topic in self.TOPICS)

    @property
    def answers(self):
        """The four answers in the order B, A, N, T."""
        return [self.Answer(getattr(self, topic)) for topic in self.TOPICS]

    @property
    def confirmed(self):
        return self.answers.count(self.Answer.CONFIRMED)


class Company(models.Model):
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
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "companies"
        indexes = [GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="company_name_similar")]

    def __str__(self):
        return self.name


class Contact(models.Model):
    company = models.ForeignKey(Company, models.PROTECT, null=True, blank=True, related_name="contacts")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("email"), blank=True, default="")
    phone = models.CharField(_("phone"), max_length=40, blank=True, default="")
    job_title = models.CharField(_("job title"), max_length=120, blank=True, default="")
    decides = models.BooleanField(_("decision maker"), default=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class LeadQuerySet(SharedQuerySet):
    def working(self):
        return self.filter(status__in=[Lead.Status.NEW, Lead.Status.WORKING, Lead.Status.QUALIFIED])


class Lead(models.Model):
    """A person or company that might buy."""

    class Status(models.TextChoices):
        NEW = "new", _("New")
        WORKING = "working", _("Working")
        QUALIFIED = "qualified", _("Qualified")
        CONVERTED = "converted", _("Converted")
        DISQUALIFIED = "disqualified", _("Not a fit")

    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("email"), blank=True, default="")
    phone = models.CharField(_("phone"), max_length=40, blank=True, default="")
    job_title = models.CharField(_("job title"), max_length=120, blank=True, default="")
    decides = models.BooleanField(_("decision maker"), default=False)
    company_name = models.CharField(_("company"), max_length=200, blank=True, default="")
    industry = models.CharField(_("industry"), max_length=80, blank=True, default="")
    size = models.CharField(_("employees"), max_length=10, choices=Company.Size, blank=True, default="")
    country = models.CharField(_("country"), max_length=80, blank=True, default="")
    source = models.CharField(_("source"), max_length=80, blank=True, default="")
    channel = models.CharField(_("channel"), max_length=80, blank=True, default="")
    first_contact_on = models.DateField(_("first contact"), null=True, blank=True)
    notes = models.TextField(_("notes"), max_length=10_000, blank=True, default="")
    label = models.ForeignKey(Label, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("label"))
    score = models.SmallIntegerField(_("score"), default=0)
    qualification = models.OneToOneField(Qualification, models.PROTECT, related_name="lead")
    company = models.ForeignKey(Company, models.PROTECT, null=True, blank=True, related_name="leads")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="leads")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.NEW)
    status_reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    last_touch_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = LeadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["status", "owner"], name="lead_status_owner")]

    def __str__(self):
        return self.name


class ImportBatch(models.Model):
    """One file being read into the house, by the worker, with what it did and what it refused."""

    class Status(models.TextChoices):
        MAPPING = "mapping", _("Choose the columns")
        QUEUED = "queued", _("Waiting for the worker")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=255)
    content = models.BinaryField()
    encoding = models.CharField(max_length=40, default="utf-8")
    delimiter = models.CharField(max_length=4, default=",")
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.MAPPING)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    error = models.TextField(default="")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    progressed_at = models.DateTimeField(null=True)  # a worker that fell silent long ago is dead
    finished_at = models.DateTimeField(null=True)

    objects = OwnedQuerySet.as_manager()

    def __str__(self):
        return self.file_name


class RejectedRow(models.Model):
    """One row of an imported file that was refused, with its line (the header is line 1) and the reason."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rejected")
    line = models.PositiveIntegerField()
    reason = models.TextField()
    cells = models.JSONField(default=dict)

    class Meta:
        ordering = ["line"]

    def __str__(self):
        return f"{self.line}: {self.reason}"
