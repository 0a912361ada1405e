"""How an admin says what a currency is worth."""

from babel.numbers import list_currencies
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.zones import today
from kit.numbers import NumberField
from pipeline.forms import DAY
from pipeline.rates import workspace_currency


class RateForm(forms.Form):
    currency = forms.CharField(label=_("Currency"), max_length=3, widget=forms.TextInput({"size": 3}))
    rate = NumberField(
        label=_("Worth of one"),
        min_value=0,
        max_digits=18,
        decimal_places=8,
        error_messages={"invalid": _("Write a number, like 0.0853.")},
    )
    since = forms.DateField(label=_("From"), initial=today, widget=DAY)

    def clean_currency(self):
        code = self.cleaned_data["currency"].upper()
        if code not in list_currencies():
            raise forms.ValidationError(_("Write the three letters of a currency, such as NOK."))
        if code == workspace_currency():
            raise forms.ValidationError(_("This is the currency every total is said in: it is always worth one."))
        return code

    def clean_rate(self):
        rate = self.cleaned_data["rate"]
        if not rate:
            raise forms.ValidationError(_("A currency is worth more than nothing."))
        return rate
