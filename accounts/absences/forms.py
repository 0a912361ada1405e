"""Who is away, and when."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Absence, User


def day_input():
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class AbsenceForm(forms.ModelForm):
    class Meta:
        model = Absence
        fields = ["user", "first_day", "last_day", "note"]
        labels = {"user": _("Who")}
        widgets = {"first_day": day_input(), "last_day": day_input()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.active().order_by("name")

    def clean(self):
        values = super().clean()
        if values.get("first_day") and values.get("last_day") and values["last_day"] < values["first_day"]:
            self.add_error("last_day", _("The last day comes before the first."))
        return values

    def _post_clean(self):
        """Actions write, forms only read."""
