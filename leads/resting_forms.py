"""Until when a lead rests, or many leads."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.actions.resting import refuse_day

USUALLY = timedelta(days=90)


class RecycleForm(forms.Form):
    """The day on which a lead comes back, and why it may not buy now."""

    until = forms.DateField(
        label=_("Comes back on"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the day on which it comes back.")},
    )
    reason = forms.CharField(label=_("Why not now?"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("until", timezone.localdate() + USUALLY)

    def clean_until(self):
        refuse_day(self.cleaned_data["until"])
        return self.cleaned_data["until"]
