"""What has to be said to make a lead a deal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pipeline.forms import AmountField
from pipeline.models import Stage


class ConvertForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    stage = forms.ModelChoiceField(label=_("Stage"), queryset=Stage.objects.none(), empty_label=None)
    amount = AmountField(label=_("Value"), required=False)
    currency = forms.RegexField(r"^[A-Z]{3}$", label=_("Currency"), widget=forms.TextInput({"size": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        stages = Stage.objects.standing().filter(kind=Stage.Kind.OPEN).order_by("pipeline__position", "position")
        self.fields["stage"].queryset = stages.select_related("pipeline")
        self.fields["currency"].error_messages["invalid"] = _("Write the three letters of a currency, such as EUR.")

    def clean_amount(self):
        return self.cleaned_data["amount"] or 0
