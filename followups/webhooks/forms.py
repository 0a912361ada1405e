"""Where another program listens."""

from django import forms
from django.utils.translation import gettext_lazy as _

from followups.webhooks.addresses import AddressRefused, check


class EndpointForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, error_messages={"required": _("Name the program.")})
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput({"placeholder": "https://example.com/hooks"}),
        error_messages={"required": _("Write the address it listens at, beginning with https://.")},
    )

    def clean_url(self):
        try:
            check(self.cleaned_data["url"])
        except (AddressRefused, ValueError) as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return self.cleaned_data["url"]
