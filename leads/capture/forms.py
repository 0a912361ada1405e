"""The form a stranger sees, made of the questions an admin put into it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields.facts import is_custom, key_of
from accounts.fields.kinds import say, typed
from leads.capture.questions import as_kept, customs_asked, input_of, read

TRAP = "website"  # no person sees it; whatever fills in everything fills in this too
CONSENT = "consent"
NEEDED = _("Please fill this in.")


class PublicForm(forms.Form):
    """The questions of a CaptureForm; presets are never shown, so nobody can change them."""

    def __init__(self, form, data=None, *, asking=None, **more):
        super().__init__(data, **more)
        self.form, self.customs = form, customs_asked()
        self.presets = {}
        for question in form.fields.all() if asking is None else asking:
            if one := input_of(question.fact, self.customs):
                self.ask(question, one)
        if form.consent_text:
            agreed = {"required": _("Please tick this: without it nothing may be kept.")}
            self.fields[CONSENT] = forms.BooleanField(label=form.consent_text, error_messages=agreed)

    def ask(self, question, one):
        if question.is_hidden:
            self.presets[question.fact] = self.preset_of(question)
            return
        one.label, one.help_text, one.required = question.label, question.hint, question.is_required
        one.initial = self.typed_preset(question)
        one.error_messages["required"] = NEEDED
        self.fields[question.fact] = one

    def preset_of(self, question):
        """What stands there beforehand, or None where it no longer fits its field."""
        try:
            return read(question.fact, self.customs, question.preset)
        except forms.ValidationError:
            return None

    def typed_preset(self, question):
        custom = self.custom_of(question.fact)
        return typed(custom, self.preset_of(question)) if custom else question.preset

    def custom_of(self, fact):
        return self.customs.get(key_of(fact)) if is_custom(fact) else None

    def questions(self):
        """The bound fields a person is asked, the consent not among them."""
        return [field for field in self if field.name != CONSENT]

    def answers(self):
        """{fact: value} of all that says something, presets among them."""
        said = {fact: as_kept(value) for fact, value in self.cleaned_data.items() if fact != CONSENT}
        return {fact: value for fact, value in (said | self.presets).items() if value is not None}

    def spoken(self):
        """(question, answer) in the words of the form, for the timeline."""
        return [[field.label, word] for field in self.questions() if (word := self.in_words(field))]

    def in_words(self, field):
        value, custom = self.cleaned_data.get(field.name), self.custom_of(field.name)
        if custom:
            return say(custom, value)
        return str(dict(getattr(field.field, "choices", ())).get(value, value)) if value else ""
