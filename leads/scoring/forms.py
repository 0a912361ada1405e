"""What an admin writes about scores: rules, thresholds, and when to let go."""

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from leads.facts import facts
from leads.label_choices import offer_labels
from leads.models import Label, LeadPolicy, ScoringRule
from leads.scoring.condition_forms import Conditions
from leads.scoring.signals import registry

Kind = ScoringRule.Kind
MOST_TIMES = 50


class RuleForm(forms.Form):
    """A rule of the score, with the conditions under which it holds."""

    name = forms.CharField(
        label=_("Reason"), max_length=80, error_messages={"required": _("Say why, as the score will say it.")}
    )
    points = forms.IntegerField(
        label=_("Points"),
        min_value=-100,
        max_value=100,
        error_messages={"required": _("Say how many points, such as 20 or -15.")},
    )
    kind = forms.ChoiceField(label=_("For"), choices=Kind.choices, initial=Kind.FIT, widget=forms.RadioSelect)
    signal = forms.ChoiceField(label=_("When they"), required=False)
    most_times = forms.IntegerField(
        label=_("Counts at most, times"), min_value=1, max_value=MOST_TIMES, initial=1, required=False
    )
    half_life = forms.IntegerField(label=_("Halves after days"), min_value=1, max_value=3650, required=False)

    def __init__(self, rule, data=None, *, is_draft=False):
        self.rule, self.known = rule, facts()
        super().__init__(data, initial={name: getattr(rule, name) for name in self.base_fields})
        self.conditions = Conditions(self.known, rule.conditions, data, is_draft=is_draft)
        self.fields["signal"].choices = [("", "…"), *registry.items()]

    def clean_points(self):
        if self.cleaned_data["points"] == 0:
            raise forms.ValidationError(_("No points say nothing: write a number above or below 0."))
        return self.cleaned_data["points"]

    def clean(self):
        said = super().clean()
        if said.get("kind") == Kind.FIT:
            said |= {"signal": "", "half_life": None, "most_times": 1}
        elif not said.get("signal"):
            self.add_error("signal", _("Choose what they do to get the points."))
        said["most_times"] = said.get("most_times") or 1
        if not self.conditions.is_valid():
            raise forms.ValidationError(_("One of the conditions is not complete."))
        if said.get("kind") == Kind.FIT and not self.conditions.rows:
            raise forms.ValidationError(_("Say which leads get the points: choose at least one condition."))
        return said

    @property
    def facts(self):
        """The rule as it would be kept."""
        return self.cleaned_data | {"conditions": self.conditions.value}

    def proposed(self):
        """The same as a rule that is not saved."""
        return ScoringRule(pk=self.rule.pk, **self.facts)


class ThresholdForm(forms.Form):
    at_least = forms.IntegerField(label=_("From score"), min_value=0, max_value=100, required=False)
    label = forms.ModelChoiceField(Label.objects.none(), label=_("Label"), required=False)
    promotes = forms.BooleanField(label=_("Promote"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_labels(self.fields["label"], self.initial.get("label"), _("No label"))
        for field in self.fields.values():
            field.widget.attrs |= {"aria-label": field.label}
        for name in ("at_least", "label"):
            self.fields[name].widget.attrs["class"] = "input sm"

    def clean(self):
        said = super().clean()
        if said.get("at_least") is not None and not said.get("label") and not said.get("promotes"):
            raise forms.ValidationError(_("Choose a label, or let it promote."))
        return said


class BaseThresholds(BaseFormSet):
    def clean(self):
        marks = [one["at_least"] for one in self.thresholds]
        if len(marks) != len(set(marks)):
            raise forms.ValidationError(_("Two thresholds stand at the same score."))

    @property
    def thresholds(self):
        """Those with a score; one whose score was cleared is gone."""
        said = [form.cleaned_data for form in self.forms if hasattr(form, "cleaned_data")]
        return [one for one in said if one.get("at_least") is not None]


Thresholds = formset_factory(ThresholdForm, BaseThresholds, extra=1, max_num=10, absolute_max=12)


class PolicyForm(forms.ModelForm):
    class Meta:
        model = LeadPolicy
        fields = ["prune_touches", "prune_days", "silence_days"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.min_value = 1
            field.validators.append(forms.fields.validators.MinValueValidator(1))
            field.widget.attrs["min"] = 1

    def _post_clean(self):
        """The model's instance stays as it is: actions write, forms only read."""
