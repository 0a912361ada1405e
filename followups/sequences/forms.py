"""What people say about sequences."""

from django import forms
from django.utils.translation import gettext_lazy as _

from followups.models import FollowUpKind, LetterTemplate, Sequence, SequenceStep
from followups.sequences.queries import startable
from leads.bulk_forms import ManyForm

CHOOSE = {"required": _("Choose a sequence."), "invalid_choice": _("Choose a sequence that is on.")}


class SequenceForm(forms.ModelForm):
    class Meta:
        model = Sequence
        fields = ["name", "daily_cap", "stops_on_stage_change"]
        error_messages = {"name": {"required": _("Give it a name, such as “After the fair”.")}}


class StepForm(forms.ModelForm):
    """A letter by a template of everybody, or a task; one of the two."""

    class Meta:
        model = SequenceStep
        fields = ["pause_days", "template", "kind", "title"]
        labels = {"template": _("Send the letter"), "kind": _("Or plan a task"), "title": _("What to do")}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["template"].queryset = LetterTemplate.objects.filter(owner=None, retired_at=None)
        self.fields["template"].empty_label = _("No letter")
        self.fields["kind"].queryset = FollowUpKind.objects.filter(retired_at=None)
        self.fields["kind"].empty_label = _("No task")

    def clean(self):
        facts = super().clean()
        is_letter, is_task = bool(facts.get("template")), bool(facts.get("kind") or facts.get("title"))
        if is_letter == is_task:
            self.add_error("template", _("Choose a letter, or a task: one of the two."))
        elif is_task and not facts.get("title"):
            self.add_error("title", _("Say what to do, such as “Call them about the letter”."))
        elif is_task and not facts.get("kind"):
            self.add_error("kind", _("Choose the kind of task."))
        return facts

    def _get_validation_exclusions(self):
        """The constraint of the table says the same in words nobody would read."""
        return {*super()._get_validation_exclusions(), "kind", "title", "template"}


class StartForm(forms.Form):
    sequence = forms.ModelChoiceField(Sequence.objects.none(), label=_("Sequence"), error_messages=CHOOSE)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["sequence"].queryset = startable()


class StartManyForm(ManyForm):
    sequence = forms.ModelChoiceField(
        Sequence.objects.none(), label=_("Sequence"), error_messages=CHOOSE, empty_label=None
    )

    def limit_choices(self):
        self.fields["sequence"].queryset = startable()
