"""BANT: what is known of budget, authority, need and time."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
