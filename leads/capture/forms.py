"""The form a stranger sees, made of the questions an admin put into it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.capture.questions import as_kept, customs_in_use, input_of

TRAP = "website"  # no person sees it; whatever fills in everything fills in this too
CONSENT = "consent"
NEEDED = _("Please fill this in.")


class PublicForm(forms.Form):
    """The questions of a CaptureForm; presets are never shown, so nobody can change them."""

    def __init__(self, form, data=None, *, asking=None, **more):
        super().__init__(data, **more)
        self.form, customs = form, customs_in_use()
        self.presets = {}
        for question in form.fields.all() if asking is None else asking:
            if one := input_of(question.fact, customs):
                self.ask(question, one)
        if form.consent_text:
            agreed = {"required": _("Please tick this: without it nothing may be kept.")}
            self.fields[CONSENT] = forms.BooleanField(label=form.consent_text, error_messages=agreed)

    def ask(self, question, one):
        if question.is_hidden:
            self.presets[question.fact] = preset_of(one, question.preset)
            return
        one.label, one.help_text, one.required = question.label, question.hint, question.is_required
        one.initial = question.preset
        one.error_messages["required"] = NEEDED
        self.fields[question.fact] = one

    def questions(self):
        """The bound fields a person is asked, the consent not among them."""
        return [field for field in self if field.name != CONSENT]

    def answers(self):
        """{fact: value} of all that says something, presets among them."""
        said = {fact: as_kept(value) for fact, value in self.cleaned_data.items() if fact != CONSENT}
        return {fact: value for fact, value in (said | self.presets).items() if value is not None}

    def spoken(self):
        """(question, answer) in the words of the form, for the timeline."""
        return [[field.label, word] for field in self.questions() if (word := in_words(field, self.cleaned_data))]


def preset_of(one, said):
    """What a hidden question writes, or None where it no longer fits its field."""
    try:
        return as_kept(one.clean(said if not isinstance(one, forms.MultipleChoiceField) else said.split(",")))
    except forms.ValidationError:
        return None


def in_words(field, values):
    value = values.get(field.name)
    choices = dict(getattr(field.field, "choices", ()))
    if isinstance(value, list):
        return ", ".join(str(choices.get(one, one)) for one in value)
    if value is True:
        return str(_("Yes"))
    return "" if value in (None, "", False) else str(choices.get(value, value))
