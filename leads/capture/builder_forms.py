"""What an admin writes into the builder."""

import re
from copy import copy

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from leads.capture.forms import PublicForm
from leads.capture.questions import PRESET, all_facts, customs_asked, input_of, read
from leads.label_choices import offer_labels
from leads.models import CaptureForm, FormField

ORIGIN = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?::\d{1,5})?")
MOST_ORIGINS = 20
MOST = {"hourly_limit": 10_000, "least_seconds": 600}
LINES = {"rows": 3}


class NewForm(forms.Form):
    name = forms.CharField(
        label=_("Name, for you alone"),
        max_length=80,
        error_messages={"required": _("Name the form, such as “Fleet guide”.")},
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class BuilderForm(forms.ModelForm):
    """Everything of a form but its questions."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    embedded_on = forms.CharField(
        label=_("May be embedded on"), required=False, widget=forms.Textarea(LINES | {"spellcheck": "false"})
    )

    class Meta:
        model = CaptureForm
        fields = [
            "name", "language", "title", "intro", "button", "consent_text", "thanks", "redirect_url", "source",
            "channel", "campaign", "label", "reply_subject", "reply_text", "asks_twice", "confirm_subject",
            "confirm_text", "hourly_limit", "least_seconds", "embedded_on",
        ]  # fmt: skip
        widgets = {name: forms.Textarea(LINES) for name in ("intro", "consent_text", "thanks")}

    def __init__(self, form, data=None):
        self.form = form
        super().__init__(data, instance=form)
        offer_labels(self.fields["label"], form.label_id, _("No label"))
        self.initial["embedded_on"] = "\n".join(form.embedded_on)
        self.fields["redirect_url"].assume_scheme = "https"
        for name, most in MOST.items():
            self.fields[name].validators.append(MaxValueValidator(most))

    def clean_embedded_on(self):
        said = self.cleaned_data["embedded_on"].lower().split()
        origins = list(dict.fromkeys(origin.rstrip("/") for origin in said))
        if wrong := [origin for origin in origins if not ORIGIN.fullmatch(origin)]:
            raise forms.ValidationError(
                _("“%(wrong)s” is no origin: write https://www.example.com.") % {"wrong": wrong[0]}
            )
        if len(origins) > MOST_ORIGINS:
            raise forms.ValidationError(_("At most 20 origins."))
        return origins

    def clean_redirect_url(self):
        url = self.cleaned_data["redirect_url"]
        if url and not url.startswith(("https://", "http://")):
            raise forms.ValidationError(_("Write an address that begins with https://."))
        return url

    def clean(self):
        said = super().clean()
        if said.get("asks_twice"):
            self.need("confirm_subject", "confirm_text")
        if said.get("reply_subject") or said.get("reply_text"):
            self.need("reply_subject", "reply_text")
        if said.get("hourly_limit") == 0:
            self.add_error("hourly_limit", _("At least one, or close the form."))
        return said

    def need(self, *names):
        for name in names:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("A mail needs a subject and a text."))

    def _post_clean(self):
        """The form's instance stays as it is: actions write, forms only read."""


class QuestionForm(forms.ModelForm):
    class Meta:
        model = FormField
        fields = ["label", "hint", "is_required", "is_hidden", "preset"]

    def __init__(self, question, fact_name, customs, data=None):
        super().__init__(data, instance=question, prefix=f"q{question.pk}")
        self.fact_name, self.customs = fact_name, customs
        self.input, self.is_preset_only = input_of(question.fact, customs), question.fact in PRESET

    def clean(self):
        said = super().clean()
        if self.is_preset_only:
            said["is_hidden"] = True
        if self.input and (said.get("is_hidden") or said.get("preset")):
            self.check_preset(said.get("preset", ""), said.get("is_hidden"))
        return said

    def check_preset(self, preset, is_hidden):
        """Read as the form will read it, in its language: “Yes” is “Ya” on a Malay form."""
        try:
            with override(self.instance.form.language):
                kept = read(self.instance.fact, self.customs, preset)
        except forms.ValidationError:
            kept = None
        if kept is None and is_hidden:
            self.add_error("preset", _("What nobody sees must be filled in here, with a value of this field."))
        elif kept is None:
            self.add_error("preset", _("Fill this in with a value of this field, or leave it empty."))

    def _post_clean(self):
        """Actions write, forms only read."""


class Builder:
    """The whole page: one form of texts, one of each question, what may still be asked."""

    def __init__(self, form, data=None):
        customs, known, questions = customs_asked(), all_facts(), list(form.fields.all())
        names = {key: fact.name for key, fact in known.items()}
        self.texts = BuilderForm(form, data)
        self.questions = [QuestionForm(one, names.get(one.fact, one.fact), customs, data) for one in questions]
        asked = {question.fact for question in questions}
        self.unasked = [fact for key, fact in known.items() if key not in asked]

    def is_valid(self):
        return all([self.texts.is_valid(), *[question.is_valid() for question in self.questions]])

    def facts(self):
        """What `shape_form` needs."""
        questions = {question.instance.pk: question.cleaned_data for question in self.questions}
        return {"facts": self.texts.cleaned_data, "questions": questions}

    def drawn(self):
        """(the form, its questions) as they would look with what is typed, as far as it reads; nothing is kept."""
        self.is_valid()
        shown = copy(self.texts.form)
        write(shown, self.texts.cleaned_data)
        for question in self.questions:
            write(question.instance, question.cleaned_data)
        return shown, PublicForm(shown, asking=[question.instance for question in self.questions], auto_id="preview_%s")


def write(thing, facts):
    for name, value in facts.items():
        setattr(thing, name, value)
