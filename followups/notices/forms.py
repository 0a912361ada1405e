"""What people choose of the ways by which they are told, and what a browser hands in to be told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from followups.models import ChannelChoice
from followups.notices import vapid
from followups.notices.channels import Ways, all_ways
from kit import outside

Mail = ChannelChoice.Mail
WAYS = ("in_app", "mail", "push")


class ChannelsForm(forms.Form):
    """One row for each kind: in the app, by e-mail, to the browsers."""

    def __init__(self, user, data=None):
        super().__init__(data)
        self.kinds = all_ways(user)
        for kind, ways in self.kinds:
            self.fields[f"{kind.key}.in_app"] = forms.BooleanField(required=False, initial=ways.in_app)
            self.fields[f"{kind.key}.mail"] = forms.ChoiceField(
                choices=Mail.choices, initial=ways.mail, widget=forms.Select({"class": "input sm"})
            )
            self.fields[f"{kind.key}.push"] = forms.BooleanField(required=False, initial=ways.push)

    def rows(self):
        """(NoticeKind, {way: bound field}) for each line of the page."""
        return [(kind, {way: self[f"{kind.key}.{way}"] for way in WAYS}) for kind, _ways in self.kinds]

    def ways(self):
        """{key of a kind: Ways} as it was chosen."""
        said = self.cleaned_data
        return {kind.key: Ways(*(said[f"{kind.key}.{way}"] for way in WAYS)) for kind, _ways in self.kinds}


class BrowserForm(forms.Form):
    """What a browser knows of itself once its user has allowed it to be told."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=40)

    def clean_endpoint(self):
        endpoint = self.cleaned_data["endpoint"]
        try:
            outside.check(endpoint)
        except outside.NotAllowed as error:
            raise forms.ValidationError(_("This browser named an address that is not called.")) from error
        return endpoint

    def clean_p256dh(self):
        try:
            vapid.read_point(self.cleaned_data["p256dh"])
        except ValueError as error:
            raise forms.ValidationError(_("This browser named a key that is none.")) from error
        return self.cleaned_data["p256dh"]

    def clean_auth(self):
        try:
            is_whole = len(vapid.read(self.cleaned_data["auth"])) == 16
        except ValueError:
            is_whole = False
        if not is_whole:
            raise forms.ValidationError(_("This browser named a key that is none."))
        return self.cleaned_data["auth"]
