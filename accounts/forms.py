"""Everything people write about people."""

import zoneinfo

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.faces import homes, tidy
from accounts.models import Role, SavedView, Team, User, Visibility

THEMES = [("auto", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))]


def zone_choices():
    return [
        (name, name.replace("_", " "))
        for name in sorted(zoneinfo.available_timezones())
        if "/" in name or name == "UTC"
    ]


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("Email"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Role)
    team = forms.ModelChoiceField(
        Team.objects.order_by("name"), label=_("Team"), required=False, empty_label=_("No team")
    )


class PlaceForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role)
    team = forms.ModelChoiceField(
        Team.objects.order_by("name"), label=_("Team"), required=False, empty_label=_("No team")
    )


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    parent = forms.ModelChoiceField(
        Team.objects.order_by("name"),
        label=_("Part of"),
        required=False,
        empty_label=_("Nothing: it stands at the top"),
    )


class ReachForm(forms.Form):
    role = forms.ChoiceField(choices=Role)
    visibility = forms.ChoiceField(choices=Visibility)


class JoinForm(forms.Form):
    """The name and password of somebody who accepts an invitation."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A sentence is easiest to remember."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self):
        values = super().clean()
        if "password" in values:
            self.check_password(values)
        return values

    def check_password(self, values):
        try:
            validate_password(values["password"], User(email=self.email, name=values.get("name", "")))
        except forms.ValidationError as error:
            self.add_error("password", error)


class SettingsForm(forms.ModelForm):
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=_("Appearance"), choices=THEMES)

    class Meta:
        model = User
        fields = ["name", "time_zone", "language", "theme", "quiet_from", "quiet_until"]
        labels = {"quiet_from": _("Quiet from"), "quiet_until": _("Quiet until")}
        widgets = {
            field: forms.TimeInput(attrs={"type": "time"}, format="%H:%M") for field in ("quiet_from", "quiet_until")
        }

    def clean(self):
        values = super().clean()
        if (values.get("quiet_from") is None) != (values.get("quiet_until") is None):
            self.add_error("quiet_until", _("Give both ends of the quiet hours, or neither."))
        return values


class ViewForm(forms.Form):
    """The name of a saved view, and who finds it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        error_messages={"required": _("Give it a name, such as “Fleet deals in Spain”.")},
    )
    is_shared = forms.BooleanField(label=_("Everybody finds it"), required=False)


class FilterForm(forms.Form):
    """A filter as a page has it in its address, and the face that shows it."""

    subject = forms.ChoiceField(choices=lambda: [(subject, subject) for subject in homes], widget=forms.HiddenInput)
    face = forms.ChoiceField(choices=SavedView.Face.choices, widget=forms.HiddenInput)
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)

    def clean_query(self):
        return tidy(self.cleaned_data["query"])

    def clean(self):
        asked = self.cleaned_data
        if asked.get("face") and asked["face"] not in homes.get(asked.get("subject"), {}):
            self.add_error("face", _("This page has no such face."))
        return asked


class NewViewForm(ViewForm, FilterForm):
    """A filter worth a name."""

    is_pinned = forms.BooleanField(label=_("Keep it among my tabs"), required=False, initial=True)
    field_order = ["name", "is_shared", "is_pinned"]
