"""What an admin says of who gets a lead."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rights import RIGHTS
from leads.facts import facts
from leads.models import AssignmentRule
from leads.scoring.condition_forms import Conditions

WORKERS = RIGHTS["lead.edit"][0]


class RuleForm(forms.Form):
    """A rule with the conditions under which it decides; without any it decides for every lead."""

    name = forms.CharField(
        label=_("Name"), max_length=80, error_messages={"required": _("Name the rule: the timeline says it.")}
    )
    way = forms.ChoiceField(
        label=_("Who is next"),
        choices=AssignmentRule.Way.choices,
        initial=AssignmentRule.Way.ROUND_ROBIN,
        widget=forms.RadioSelect,
    )
    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("One of these"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick whoever gets these leads.")},
    )

    def __init__(self, rule, data=None, *, is_draft=False):
        initial = {"name": rule.name, "way": rule.way}
        initial["people"] = list(rule.turns.values_list("user", flat=True)) if rule.pk else []
        super().__init__(data, initial=initial)
        self.fields["people"].queryset = User.objects.active().filter(role__in=WORKERS).order_by("name")
        self.conditions = Conditions(facts(), rule.conditions, data, is_draft=is_draft)

    def clean(self):
        if not self.conditions.is_valid():
            raise forms.ValidationError(_("One of the conditions is not complete."))
        return super().clean()

    def facts(self):
        """What the rule is to be."""
        return self.cleaned_data | {"conditions": self.conditions.value}
