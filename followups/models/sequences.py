"""Sequences: letters and tasks one after the other, and how far each person is."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from accounts.visibility import visible_owner_ids
from followups.models.follow_ups import FollowUp, FollowUpKind
from followups.models.mail import Letter, LetterTemplate
from leads.models import Lead
from pipeline.models import Deal
from timeline.leases import FREE


class Sequence(models.Model):
    """A plan of letters and tasks; while it is off nobody new begins it and nothing of it goes on."""

    name = models.CharField(_("name"), max_length=80)
    is_on = models.BooleanField(_("on"), default=False)
    stops_on_stage_change = models.BooleanField(_("stop when the stage changes"), default=True)
    daily_cap = models.PositiveSmallIntegerField(
        _("letters a day for each sender"), default=50, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(Lower("name"), name="one_sequence_per_name")]

    def __str__(self):
        return self.name


class SequenceStep(models.Model):
    """A letter by a template, or a task for the sender, so many working days after the step before."""

    sequence = models.ForeignKey(Sequence, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=0)
    pause_days = models.PositiveSmallIntegerField(
        _("working days after the step before"), default=0, validators=[MaxValueValidator(90)]
    )
    template = models.ForeignKey(LetterTemplate, models.PROTECT, null=True, blank=True, related_name="steps")
    kind = models.ForeignKey(FollowUpKind, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("what to do"), max_length=200, blank=True, default="")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sequence", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(template__isnull=False, kind=None, title="")
                | (Q(template=None, kind__isnull=False) & ~Q(title="")),
                name="step_is_a_letter_or_a_task",
            )
        ]

    def __str__(self):
        return self.title or str(self.template)

    @property
    def is_letter(self):
        return self.template_id is not None


class SequenceRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may see the deal or lead."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        owners = visible_owner_ids(user)
        if owners is None:
            return self
        of_lead = Q(lead__owner_id__in=owners) | Q(lead__isnull=False, lead__owner=None)
        return self.filter(Q(deal__owner_id__in=owners) | Q(deal=None) & of_lead)

    def running(self):
        return self.filter(state=SequenceRun.State.RUNNING)

    def due(self):
        """Whose next step has come by the database's clock, and that nobody holds a lease on."""
        return self.running().filter(FREE, next_at__lte=Now(), sequence__is_on=True).order_by("next_at", "pk")


class SequenceRun(models.Model):
    """One deal or lead on its way through a sequence; the database is the schedule."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Through")
        STOPPED = "stopped", _("Stopped")

    class Reason(models.TextChoices):
        REPLY = "reply", _("They answered")
        STAGE = "stage", _("The stage changed")
        LOST = "lost", _("Lost, or not a fit")
        CLOSED = "closed", _("Won, or converted")
        OPT_OUT = "opt_out", _("They want no more letters")
        BOUNCE = "bounce", _("A letter came back")
        HAND = "hand", _("Stopped by hand")
        UNRESOLVED = "unresolved", _("A field was empty")
        SENDER = "sender", _("The sender left or may not see it any more")
        FAILED = "failed", _("It could not be sent")

    sequence = models.ForeignKey(Sequence, models.PROTECT, related_name="runs")
    deal = models.ForeignKey(Deal, models.CASCADE, null=True, related_name="sequence_runs")
    lead = models.ForeignKey(Lead, models.CASCADE, null=True, related_name="sequence_runs")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sequence_runs")
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    reason = models.CharField(max_length=12, choices=Reason, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    next_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    objects = SequenceRunQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deal__isnull=False, lead=None) | Q(deal=None, lead__isnull=False),
                name="sequence_run_is_about_one",
            ),
            models.CheckConstraint(
                condition=Q(state="running", ended_at=None, next_at__isnull=False)
                | (~Q(state="running") & Q(ended_at__isnull=False, next_at=None)),
                name="sequence_run_goes_on_or_has_ended",
            ),
            models.UniqueConstraint(fields=["sequence", "deal"], condition=Q(state="running"), name="one_run_per_deal"),
            models.UniqueConstraint(fields=["sequence", "lead"], condition=Q(state="running"), name="one_run_per_lead"),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(state="running"), name="sequence_run_due")]

    def __str__(self):
        return f"{self.sequence}: {self.about}"

    @property
    def about(self):
        return self.deal or self.lead


class SequenceStepDone(models.Model):
    """A step a run has taken, once."""

    run = models.ForeignKey(SequenceRun, models.CASCADE, related_name="done")
    step = models.ForeignKey(SequenceStep, models.PROTECT, related_name="done")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="+")
    follow_up = models.ForeignKey(FollowUp, models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["done_at", "id"]
        constraints = [models.UniqueConstraint(fields=["run", "step"], name="each_step_once")]
        indexes = [
            models.Index(fields=["sender", "done_at"], condition=Q(letter__isnull=False), name="sequence_letters_sent")
        ]

    def __str__(self):
        return f"{self.run}: {self.step}"
