"""What an admin lets a stage plan for the deals that enter it."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from followups.models import EntryFollowUp, FollowUpKind

MOST_DAYS = 260
DAYS = _("Write whole working days, from 0 to 260.")


class EntryFollowUpForm(forms.ModelForm):
    """On or off; the rest is only asked for when it is on."""

    is_on = forms.BooleanField(label=_("Plan a follow-up when a deal enters"), required=False)
    working_days = forms.IntegerField(
        label=_("Working days later"),
        min_value=0,
        max_value=MOST_DAYS,
        initial=2,
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], DAYS),
    )

    class Meta:
        model = EntryFollowUp
        fields = ["is_on", "kind", "title", "working_days"]
        labels = {"kind": _("Kind"), "title": _("What to do")}
        error_messages = {"title": {"required": _("Say what to do, such as “Send the recap”.")}}

    def __init__(self, entry, data=None):
        super().__init__(data, instance=entry, initial={"is_on": entry is not None})
        kinds = FollowUpKind.objects.filter(Q(retired_at=None) | Q(pk=entry and entry.kind_id))
        self.fields["kind"].queryset, self.fields["kind"].empty_label = kinds, None
        if data is not None and "is_on" not in data:
            for name in ("kind", "title", "working_days"):
                self.fields[name].required = False
                self.fields[name].validators = []

    @property
    def plan(self):
        """What set_entry_follow_up needs, or None where nothing is to be planned."""
        facts = {name: self.cleaned_data.get(name) for name in ("kind", "title", "working_days")}
        return facts if self.cleaned_data.get("is_on") else None

    def _post_clean(self):
        """The model's instance stays as it is: actions write, forms only read."""
