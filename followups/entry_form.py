"""What an admin lets a stage do for the deals that enter it: the face of two rules."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from followups.models import FollowUpKind, LetterTemplate, Rule
from followups.rules.entry import drop_entry, entry_of, set_entry_follow_up, set_entry_letter

MOST_DAYS = 260
DAYS = _("Write whole working days, from 0 to 260.")
FOLLOW_UP = ("kind", "title", "working_days")
Face = Rule.Face


class EntryForm(forms.Form):
    """On or off; the rest is only asked for when it is on. The letter is none until one is chosen."""

    is_on = forms.BooleanField(label=_("Plan a follow-up when a deal enters"), required=False)
    kind = forms.ModelChoiceField(FollowUpKind.objects.none(), label=_("Kind"), empty_label=None)
    title = forms.CharField(
        label=_("What to do"),
        max_length=200,
        error_messages={"required": _("Say what to do, such as “Send the recap”.")},
    )
    working_days = forms.IntegerField(
        label=_("Working days later"),
        min_value=0,
        max_value=MOST_DAYS,
        initial=2,
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], DAYS),
    )
    letter = forms.ModelChoiceField(
        LetterTemplate.objects.none(),
        label=_("Send a letter when a deal enters"),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, stage, data=None):
        self.stage = stage
        self.follow_up, self.wrote = entry_of(stage, Face.ENTRY_FOLLOW_UP), entry_of(stage, Face.ENTRY_LETTER)
        planned, sent = given_by(self.follow_up), given_by(self.wrote)
        initial = {"is_on": bool(self.follow_up and self.follow_up.is_on), "letter": sent.get("template")} | {
            name: planned.get(name) for name in planned
        }
        super().__init__(data, initial=initial)
        kinds = FollowUpKind.objects.filter(Q(retired_at=None) | Q(pk=planned.get("kind")))
        templates = LetterTemplate.objects.filter(Q(retired_at=None, owner=None) | Q(pk=sent.get("template")))
        self.fields["kind"].queryset, self.fields["letter"].queryset = kinds, templates
        if data is not None and "is_on" not in data:
            for name in FOLLOW_UP:
                self.fields[name].required = False
                self.fields[name].validators = []

    def keep(self, *, by):
        """Write the rules behind it."""
        said = self.cleaned_data
        if said["is_on"]:
            set_entry_follow_up(self.stage, **{name: said[name] for name in FOLLOW_UP}, by=by)
        else:
            drop_entry(self.stage, Face.ENTRY_FOLLOW_UP, by=by)
        if said["letter"]:
            set_entry_letter(self.stage, template=said["letter"], by=by)
        else:
            drop_entry(self.stage, Face.ENTRY_LETTER, by=by)


def given_by(rule):
    return rule.acts[0]["given"] if rule else {}
