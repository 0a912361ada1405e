"""When a team works, as a manager writes it."""

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

BOTH_ENDS = _("Give both ends of the quiet hours, or neither.")


def clock_input():
    return forms.TimeInput({"type": "time"}, format="%H:%M")


class HoursForm(forms.Form):
    working_days = forms.TypedMultipleChoiceField(
        label=_("Working days"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one day on which the team works.")},
    )
    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=clock_input())
    quiet_until = forms.TimeField(label=_("Quiet until"), required=False, widget=clock_input())

    def clean(self):
        values = super().clean()
        if (values.get("quiet_from") is None) != (values.get("quiet_until") is None):
            self.add_error("quiet_until", BOTH_ENDS)
        return values


class HolidayForm(forms.Form):
    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the day on which nobody works.")},
    )
    name = forms.CharField(
        label=_("Name"), max_length=80, error_messages={"required": _("Give it a name, such as “Nowruz”.")}
    )

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("That day is over. Choose a later one."))
        return day
