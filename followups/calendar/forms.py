"""What one's calendar shows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from followups.models import CalendarFeed

ALARMS = [("", _("No alarm")), ("0", _("When it is due")), ("5", _("5 minutes before")), ("15", _("15 minutes before"))]
ALARMS += [("30", _("30 minutes before")), ("60", _("An hour before"))]


class FeedForm(forms.Form):
    shape = forms.ChoiceField(label=_("Follow-ups appear"), choices=CalendarFeed.Shape.choices)
    alarm_minutes = forms.TypedChoiceField(
        label=_("Alarm"), choices=ALARMS, coerce=int, empty_value=None, required=False, initial=15
    )
