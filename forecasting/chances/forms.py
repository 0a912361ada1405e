from django import forms
from django.utils.translation import gettext_lazy as _

from forecasting.models import Weight

ONE_OF_TWO = _("Choose one of the two.")


class WeightForm(forms.Form):
    """By which chances to weigh from now on, for oneself or for all who chose nothing."""

    by = forms.ChoiceField(choices=Weight, error_messages={"required": ONE_OF_TWO, "invalid_choice": ONE_OF_TWO})
    for_all = forms.BooleanField(required=False)
