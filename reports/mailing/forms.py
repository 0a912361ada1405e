"""What somebody says of a report that is to be sent."""

from datetime import time

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kit import formats
from reports.models import ReportSchedule

MOST_RECEIVERS = 100


class ScheduleForm(forms.ModelForm):
    """When, of which period, as what, and to whom; whoever has left gets nothing and is not offered."""

    period = forms.ChoiceField(
        label=_("Period"), error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choose a period."))
    )
    weekday = forms.TypedChoiceField(label=_("Day of the week"), coerce=int, initial=0)
    at = forms.TimeField(
        label=_("At"),
        initial=time(8),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Say at what time it goes out."), "invalid": _("Write the time as 08:00.")},
    )
    formats = forms.MultipleChoiceField(
        label=_("As"),
        choices=ReportSchedule.Format.choices,
        initial=["pdf", "xlsx"],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick PDF, Excel or both.")},
    )
    receivers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("To"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one person.")},
    )

    class Meta:
        model = ReportSchedule
        fields = ("name", "period", "every", "weekday", "at", "formats", "receivers")
        labels = {"every": _("How often")}
        error_messages = {"name": {"required": _("Give it a name: it is the subject of the mail.")}}

    def __init__(self, *args, periods, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = periods
        names = formats.locale().days["format"]["wide"]
        self.fields["weekday"].choices = [(number, names[number]) for number in range(7)]
        self.fields["receivers"].queryset = User.objects.active().order_by("name", "pk")

    def clean_receivers(self):
        people = list(self.cleaned_data["receivers"])
        if len(people) > MOST_RECEIVERS:
            raise forms.ValidationError(_("A report goes to a hundred people at most."))
        return people
