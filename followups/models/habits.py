"""How a person wants to be reminded unless a follow-up says otherwise."""

from datetime import time

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

USUAL_LEADS = ("15",)
USUAL_MORNING = time(8, 30)


def usual_leads():
    return list(USUAL_LEADS)


class Habit(models.Model):
    """The lead times and the morning of one person, and whether a letter tells them each morning what the day holds."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="habit")
    remind_before = ArrayField(models.CharField(max_length=8), default=usual_leads, blank=True)
    morning = models.TimeField(_("my morning begins"), default=USUAL_MORNING)
    wants_digest = models.BooleanField(_("a letter each morning"), default=True)
    digested_on = models.DateField(null=True)  # the last day whose morning is over, letter or not

    def __str__(self):
        return str(self.user)
