"""What admins write of a template."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as lazy

from proposals.drafting import Sections, move, new_row, section_said
from proposals.models import ProposalTemplate
from proposals.pictures import checked_picture


class TemplateForm(forms.ModelForm):
    logo_file = forms.FileField(
        label=lazy("Logo"), required=False, widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp"})
    )
    drop_logo = forms.BooleanField(label=lazy("Without a logo"), required=False)

    class Meta:
        model = ProposalTemplate
        fields = ["name", "language", "size", "accent", "house", "address", "valid_days", "terms"]
        widgets = {
            "accent": forms.TextInput({"type": "color", "class": "swatch"}),
            "address": forms.Textarea({"rows": 3}),
            "terms": forms.Textarea({"rows": 4}),
        }
        error_messages = {"name": {"required": lazy("Give it a name, such as “Offer for fleets”.")}}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["language"].choices = settings.LANGUAGES
        self.fields["valid_days"].min_value = 1

    def clean_logo_file(self):
        file = self.cleaned_data["logo_file"]
        return file and checked_picture(file)

    def clean_accent(self):
        return self.cleaned_data["accent"].lower()


class TemplateForms:
    """The facts of a template and its sections, as they were sent or as it stands."""

    def __init__(self, template, data=None, files=None):
        self.template, self.data = template, data
        self.facts = TemplateForm(data, files, instance=template)
        kept = [{"kind": one.kind, "heading": one.heading, "text": one.text} for one in self.kept_sections()]
        self.sections = Sections(data, prefix="section", initial=kept, form_kwargs={"empty_permitted": False})

    def kept_sections(self):
        return self.template.sections.all() if self.template.pk and self.data is None else []

    def is_valid(self):
        return all([self.facts.is_valid(), self.sections.is_valid()])

    @property
    def act(self):
        return (self.data or {}).get("act", "")

    def sections_said(self):
        """The sections that were sent, after the act of the button that was pressed."""
        rows = [section_said(form.cleaned_data) for form in self.sections]
        name, _colon, which = self.act.partition(":")
        if name == "sections-add":
            rows.append(new_row("sections", rows, which, {}, ""))
        elif name.startswith("sections-") and which.isdecimal() and len(which) < 9 and int(which) < len(rows):
            move(rows, int(which), name.removeprefix("sections-"))
        return rows
