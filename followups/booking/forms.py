"""What a guest says of themselves, and what a page offers."""

import zoneinfo
from datetime import UTC, datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import zone_choices
from followups.models import BookingLink, FollowUpKind
from kit.formats import weekdays

NEEDED = _("Please fill this in.")
WEEK = range(7)
CODE = "%Y%m%dT%H%MZ"
USUAL_DAY = ["09:00", "17:00"]
LENGTHS = [(minutes, _("%(count)s minutes") % {"count": minutes}) for minutes in (15, 20, 30, 45, 60, 90)]


class GuestForm(forms.Form):
    """Who takes a time."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": NEEDED},
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": NEEDED},
    )
    company = forms.CharField(
        label=_("Company"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    note = forms.CharField(
        label=_("What should we prepare?"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )


class ChoiceForm(forms.Form):
    """Which zone, day and time a guest is looking at; nonsense is as if it had not been said."""

    zone = forms.ChoiceField(choices=zone_choices, required=False)
    day = forms.DateField(required=False)
    at = forms.CharField(max_length=40, required=False)

    def clean_at(self):
        try:
            return datetime.strptime(self.cleaned_data["at"], CODE).replace(tzinfo=UTC)
        except ValueError:
            return None

    def said(self, name):
        self.is_valid()
        return self.cleaned_data.get(name) or None

    def zone_or(self, usual):
        return zoneinfo.ZoneInfo(self.said("zone")) if self.said("zone") else usual


def code_of(slot):
    """A time as it stands in an address, and as ChoiceForm reads it."""
    return slot.astimezone(UTC).strftime(CODE)


class LinkForm(forms.Form):
    """What a page offers, and when."""

    name = forms.CharField(
        label=_("What is it?"), max_length=80, error_messages={"required": _("Say what it is, such as “Demo”.")}
    )
    kind = forms.ModelChoiceField(FollowUpKind.objects.none(), label=_("Kind of follow-up"), empty_label=None)
    minutes = forms.TypedChoiceField(label=_("It takes"), choices=LENGTHS, coerce=int, initial=30)
    buffer_minutes = forms.IntegerField(
        label=_("Minutes free before and after"), min_value=0, max_value=120, initial=10
    )
    notice_hours = forms.IntegerField(label=_("Hours of notice"), min_value=0, max_value=336, initial=12)
    days_ahead = forms.IntegerField(label=_("Days ahead"), min_value=1, max_value=120, initial=21)
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    intro = forms.CharField(
        label=_("Text above the times"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args, link=None, **kwargs):
        super().__init__(*args, initial=facts_of(link) if link else None, **kwargs)
        self.fields["kind"].queryset = FollowUpKind.objects.filter(retired_at=None)
        hours = link.hours if link else {str(day): [USUAL_DAY] for day in WEEK[:5]}
        for day in WEEK:
            begin, end = (hours.get(str(day)) or [("", "")])[0]
            self.fields[f"from_{day}"] = time_field(begin)
            self.fields[f"until_{day}"] = time_field(end)

    def week(self):
        """(name of the weekday, from, until) as bound fields."""
        return [(weekdays([day]), self[f"from_{day}"], self[f"until_{day}"]) for day in WEEK]

    def clean(self):
        said = super().clean()
        for day in WEEK:
            begin, end = said.get(f"from_{day}"), said.get(f"until_{day}")
            if (begin is None) != (end is None):
                self.add_error(f"until_{day}", _("Give both ends, or neither."))
            elif begin and end <= begin:
                self.add_error(f"until_{day}", _("It ends before it begins."))
        if not self.errors and not self.hours():
            self.add_error(None, _("Offer at least one hour of the week."))
        return said

    def hours(self):
        said = self.cleaned_data
        days = {day: (said.get(f"from_{day}"), said.get(f"until_{day}")) for day in WEEK}
        return {
            str(day): [[begin.strftime("%H:%M"), end.strftime("%H:%M")]] for day, (begin, end) in days.items() if begin
        }

    def facts(self):
        """What a BookingLink keeps of it."""
        return {name: self.cleaned_data[name] for name in PLAIN} | {"hours": self.hours()}


PLAIN = ("name", "kind", "minutes", "buffer_minutes", "notice_hours", "days_ahead", "place", "intro")


def facts_of(link: BookingLink):
    return {name: getattr(link, name) for name in PLAIN}


def time_field(initial):
    widget = forms.TimeInput({"type": "time"}, format="%H:%M")
    return forms.TimeField(required=False, initial=initial, widget=widget)
