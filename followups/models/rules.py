"""When this happens, and if that holds, then do so: what admins let Kariz do, what it did, whom it tells."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Workspace
from kit import formats
from leads.models import Lead
from pipeline.models import Deal, Stage
from timeline.models import Event


class RuleQuerySet(models.QuerySet):
    def standing(self):
        """Rules that were not taken out of use, in the order in which they are asked."""
        return self.filter(retired_at=None).order_by("position", "pk")

    def running(self):
        """Those that are on and not paused, while rules are on at all."""
        is_off = models.Exists(RuleSwitch.objects.filter(is_on=False))
        return self.standing().filter(~is_off, is_on=True, paused_at=None)


class Rule(models.Model):
    """One rule: `trigger` names what sets it off, `stage` the stage it asks about, `acts` what is done in their order.

    `face` is what the editor of its stage calls it, empty for rules of their own.
    """

    class About(models.TextChoices):
        DEAL = "deal", _("Deals")
        LEAD = "lead", _("Leads")

    class Face(models.TextChoices):
        NONE = "", ""
        ENTRY_FOLLOW_UP = "follow-up", _("Follow-up on entry")
        ENTRY_LETTER = "letter", _("Letter on entry")

    name = models.CharField(_("name"), max_length=120)
    about = models.CharField(max_length=4, choices=About, default=About.DEAL)
    trigger = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict)
    stage = models.ForeignKey(Stage, models.CASCADE, null=True, blank=True, related_name="rules")
    conditions = models.JSONField(default=list)
    acts = models.JSONField(default=list)
    is_on = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    most_per_hour = models.PositiveIntegerField(_("at most per hour"), default=500)
    paused_at = models.DateTimeField(null=True, blank=True)  # when it ran too often
    watched_until = models.DateTimeField(db_default=Now())  # how far the clock has been asked; nothing before counts
    face = models.CharField(max_length=10, choices=Face, blank=True, default="")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "face"], condition=~Q(face=""), name="one_rule_per_face"),
            models.CheckConstraint(condition=Q(face="") | Q(stage__isnull=False), name="a_face_has_a_stage"),
        ]

    def __str__(self):
        return self.name


class RuleSwitch(models.Model):
    """Whether rules run at all; a workspace without a row lets them."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=True)

    def __str__(self):
        return "on" if self.is_on else "off"


class RuleRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was done to the deals and leads this person may see."""
        deals, leads = Deal.objects.visible_to(user), Lead.objects.visible_to(user)
        return self.filter(Q(deal__in=deals.values("pk")) | Q(lead__in=leads.values("pk")))


class RuleRun(models.Model):
    """What became of one rule by one cause: an event, or a moment by the clock; a cause runs a rule once.

    `acts` tells each act: {"act", "said", "refusal"}; `chain` the rules that led to the event.
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        HELD = "held", _("Held back")
        PASSED = "passed", _("Did not apply")

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="runs", db_index=False)
    cause = models.CharField(max_length=120)
    event = models.ForeignKey(Event, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    deal = models.ForeignKey(Deal, models.CASCADE, null=True, related_name="rule_runs")
    lead = models.ForeignKey(Lead, models.CASCADE, null=True, related_name="rule_runs")
    outcome = models.CharField(max_length=7, choices=Outcome)
    reason = models.TextField(default="")
    acts = models.JSONField(default=list)
    chain = models.JSONField(default=list)
    ran_at = models.DateTimeField(db_default=Now())

    objects = RuleRunQuerySet.as_manager()

    class Meta:
        ordering = ["-ran_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "cause"], name="one_run_per_cause"),
            models.CheckConstraint(condition=Q(deal=None) ^ Q(lead=None), name="a_run_is_about_one_record"),
        ]
        indexes = [
            models.Index(fields=["rule", "-ran_at"], name="rule_run_rule"),
            models.Index(fields=["-ran_at"], name="rule_run_time"),
        ]

    def __str__(self):
        return f"{self.rule_id}: {self.cause}"

    @property
    def record(self):
        return self.deal or self.lead


class NudgeQuerySet(models.QuerySet):
    def awake(self):
        """Those that still hold and nobody has laid to rest."""
        none_planned, is_open = Q(deal__next_step_at=None), Q(deal__status="open", deal__parked_until=None)
        silent_since = Q(deal__touched_at__lte=F("since"), deal__entered_stage_at__lte=F("since"))
        holds = Q(kind="adrift") & none_planned | Q(kind="silent") & silent_since | Q(kind="unanswered")
        return self.filter(is_open & holds, rested_at=None)

    def told(self):
        """Those that say more than “no next step”, which every panel says anyway."""
        return self.awake().exclude(kind="adrift").select_related("deal__stage").order_by("kind")


class Nudge(models.Model):
    """Why an open deal needs a hand, since when; `usual_days` is what is usual, learned from `of` deals that were won.

    Who has seen it may lay it to rest; it comes again when it happens anew.
    """

    class Kind(models.TextChoices):
        ADRIFT = "adrift", _("No next step")
        SILENT = "silent", _("Longer silent than usual")
        UNANSWERED = "unanswered", _("Not answered")

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="nudges")
    kind = models.CharField(max_length=12, choices=Kind)
    since = models.DateTimeField()
    usual_days = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    rested_at = models.DateTimeField(null=True, blank=True)
    rested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = NudgeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "kind"], name="one_nudge_of_a_kind")]

    def __str__(self):
        return f"{self.kind} of {self.deal_id}"

    @property
    def days(self):
        return max((timezone.now() - self.since).days, 0)

    @property
    def words(self):
        """“silent for 19 days; of 34 deals won, three of four never were that long in Proposal”."""
        words = {
            "days": ngettext("%(count)s day", "%(count)s days", self.days) % {"count": formats.number(self.days)},
            "usual": formats.number(self.usual_days),
            "of": formats.number(self.of),
            "stage": self.deal.stage.name,
        }
        return self.sentence % words

    @property
    def sentence(self):
        if self.kind == self.Kind.ADRIFT:
            return gettext("no next step for %(days)s")
        if self.kind == self.Kind.UNANSWERED:
            return gettext("what you sent has not been answered for %(days)s")
        if self.of:
            return gettext("silent for %(days)s; of %(of)s deals won, three of four never were that long in %(stage)s")
        return gettext("silent for %(days)s, longer than the %(usual)s days %(stage)s allows")


class WebhookEndpoint(models.Model):
    """An address outside that is told of what rules say; each message is signed with `secret`.

    While a new secret is taken over, messages are signed with the `former_secret` too.
    """

    name = models.CharField(_("name"), max_length=80)
    url = models.URLField(_("address"), max_length=500)
    secret = models.CharField(max_length=80)
    former_secret = models.CharField(max_length=80, blank=True, default="")
    former_until = models.DateTimeField(null=True, blank=True)
    is_on = models.BooleanField(default=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name
