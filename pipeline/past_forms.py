"""Which past day, or which two, somebody wants to see."""

from datetime import date, timedelta

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.zones import today
from pipeline.filters import DAY

NOT_A_DAY = _("This is not a day. Choose one from the calendar.")
A_DAY = {
    "required": False,
    "widget": DAY,
    "error_messages": {"invalid": NOT_A_DAY},
    "validators": [MinValueValidator(date(1970, 1, 1), NOT_A_DAY)],
}


class DayForm(forms.Form):
    """A day that has come already, yesterday if none is named; `skip` leaves out so many cards of a column."""

    day = forms.DateField(label=_("Day"), **A_DAY)
    skip = forms.IntegerField(min_value=0, max_value=10_000_000, required=False, widget=forms.HiddenInput)

    def clean_day(self):
        day = self.cleaned_data["day"] or today() - timedelta(days=1)
        if day > today():
            raise forms.ValidationError(_("That day has not come yet. The time machine only looks back."), "future")
        return day


class PeriodForm(forms.Form):
    """Two evenings, the earlier one first; the last seven days if none are named."""

    first = forms.DateField(label=_("From the evening of"), **A_DAY)
    last = forms.DateField(label=_("To the evening of"), **A_DAY)

    def add_prefix(self, field_name):
        return {"first": "from", "last": "to"}.get(field_name, field_name)

    def clean_last(self):
        return min(self.cleaned_data["last"] or today(), today())

    def clean(self):
        last = self.cleaned_data.get("last")
        if last and "first" not in self.errors:
            self.cleaned_data["first"] = self.cleaned_data["first"] or last - timedelta(days=7)
        first = self.cleaned_data.get("first")
        if first and last and first >= last:
            raise forms.ValidationError(_("The first day must come before the second."))
