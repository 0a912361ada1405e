"""Everything people write about leads, companies and contacts."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields.forms import WithCustomInputs
from accounts.models import User
from leads.filters import owners_for
from leads.label_choices import offer_labels
from leads.models import Lead, Qualification

KINDS = [
    ("note", _("Note")),
    ("call", _("Call")),
    ("email", _("Email")),
    ("meeting", _("Meeting")),
    ("answer", _("They answered")),
]
DAY = {"type": "date"}


def day_input():
    return forms.DateInput(DAY, format="%Y-%m-%d")


class OwnedForm(forms.ModelForm):
    """A form whose owner is one of those the reader may see."""

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners_for(reader) | User.objects.filter(pk=self.instance.owner_id)
        self.fields["owner"].empty_label = _("Nobody yet")


class LeadForm(WithCustomInputs, OwnedForm):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Lead
        fields = [
            "name",
            "job_title",
            "decides",
            "email",
            "phone",
            "company_name",
            "industry",
            "size",
            "country",
            "source",
            "channel",
            "first_contact_on",
            "label",
            "owner",
            "notes",
        ]
        widgets = {"first_contact_on": day_input()}
        error_messages = {
            "name": {"required": _("Write who it is, such as “Kari Solheim”.")},
            "email": {"invalid": _("Write an address like kari@example.com.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_labels(self.fields["label"], self.instance.label_id, _("No label"))
        self.initial.setdefault("version", self.instance.version)
        self.add_custom_fields("lead", reader=kwargs["reader"], record=self.instance)

    def facts(self):
        """What the form says about the lead."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class QualificationForm(forms.ModelForm):
    """Four answers, each with its evidence and the day it was heard."""

    class Meta:
        model = Qualification
        fields = [f"{topic}{part}" for topic in Qualification.TOPICS for part in ("", "_evidence", "_on")]
        widgets = {f"{topic}_on": day_input() for topic in Qualification.TOPICS} | {
            f"{topic}_evidence": forms.Textarea({"rows": 2}) for topic in Qualification.TOPICS
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for topic in Qualification.TOPICS:
            self.fields[f"{topic}_on"].label = _("Heard on")

    def topics(self):
        """(letter, answer, evidence, day) of each question, in the order B, A, N, T."""
        return [
            (topic[0].upper(), self[topic], self[f"{topic}_evidence"], self[f"{topic}_on"])
            for topic in Qualification.TOPICS
        ]

    def clean(self):
        values = super().clean()
        for topic in Qualification.TOPICS:
            if values.get(topic) and not values.get(f"{topic}_on"):
                values[f"{topic}_on"] = timezone.localdate()
        return values


class TouchForm(forms.Form):
    kind = forms.ChoiceField(choices=KINDS, initial="note")
    text = forms.CharField(
        label=_("What was said"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Write what was said.")},
    )


class NotAFitForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it not a fit?"),
        max_length=200,
        error_messages={"required": _("Say why, so that nobody calls them again for nothing.")},
    )
