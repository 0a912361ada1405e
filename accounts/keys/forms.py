"""What an admin says of a key."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiKey, User


class KeyForm(forms.Form):
    name = forms.CharField(
        label=_("What uses it"),
        max_length=80,
        error_messages={"required": _("Name the program, such as “Website”, so that you know it again.")},
    )
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Acts as"), empty_label=None)
    scopes = forms.MultipleChoiceField(
        label=_("May"),
        choices=ApiKey.Scope.choices,
        initial=[ApiKey.Scope.CAPTURE],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what it may do.")},
    )
    last_day = forms.DateField(
        label=_("Valid until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.active().order_by("name")

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("That day is over. Choose a later one, or none."))
        return day

    def facts(self):
        """What `make_key` needs: the key opens until the end of its last day."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "last_day"}
        day = self.cleaned_data["last_day"]
        end = day and timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        return facts | {"expires_at": end}
