"""What people write into a draft. Nothing of it is trusted."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kit.currencies import currency_choices
from kit.numbers import NumberField
from leads.models import Contact
from pipeline.items.fields import ExactField
from pipeline.models import Product
from proposals.models import Milestone, ProposalTemplate, SectionKind, Version, VersionLine

PERCENT = {"min_value": 0, "max_value": 100, "max_digits": 5, "decimal_places": 2}
MOST_SECTIONS, MOST_LINES, MOST_STEPS = 40, 400, 12
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class StartForm(forms.Form):
    """Which template a new proposal begins with."""

    template = forms.ModelChoiceField(
        ProposalTemplate.objects.none(),
        label=lazy("Template"),
        empty_label=None,
        error_messages={
            "required": lazy("Choose a template."),
            "invalid_choice": lazy("This template is not in use any more. Choose another one."),
        },
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["template"].queryset = ProposalTemplate.objects.standing()


class FactsForm(forms.ModelForm):
    """Title, people, language, validity and the discount on the whole."""

    recipients = forms.ModelMultipleChoiceField(
        Contact.objects.none(), label=lazy("Goes to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    discount_percent = NumberField(label=lazy("Percent off"), required=False, **PERCENT)
    discount_amount = ExactField(
        label=lazy("Or an amount off"), required=False, min_value=0, max_digits=18, decimal_places=3
    )

    class Meta:
        model = Version
        fields = ["title", "language", "size", "currency", "valid_until", "message"]
        fields += ["discount_name", "discount_percent", "discount_amount"]
        widgets = {"valid_until": DAY, "message": forms.Textarea({"rows": 4})}
        labels = {"discount_name": lazy("Name of the discount")}
        error_messages = {
            "title": {"required": lazy("Write a title, such as “Reefer fleet telemetry for 220 trucks”.")},
            "valid_until": {"required": lazy("Choose the last day it is valid.")},
        }

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.fields["recipients"].queryset = people
        self.fields["language"].choices = settings.LANGUAGES
        codes = currency_choices()
        kept = self.instance.currency
        self.fields["currency"] = forms.ChoiceField(
            label=lazy("Currency"), choices=codes if kept in dict(codes) else [(kept, kept), *codes]
        )

    def clean(self):
        said = super().clean()
        if said.get("discount_percent") and said.get("discount_amount"):
            self.add_error("discount_amount", _("Take off a share or an amount: leave one of the two empty."))
        for name in ("discount_percent", "discount_amount"):
            said[name] = said.get(name) or None
        return said

    def _post_clean(self):
        """The actions write; nothing is set on the version before."""


class SectionForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=8, required=False)
    kind = forms.ChoiceField(widget=forms.HiddenInput, choices=SectionKind)
    heading = forms.CharField(label=lazy("Heading"), max_length=120, required=False)
    text = forms.CharField(
        label=lazy("Text"), max_length=20_000, required=False, widget=forms.Textarea({"rows": 3}), strip=False
    )

    @property
    def kind_name(self):
        kind = self["kind"].value()
        return SectionKind(kind).label if kind in SectionKind else ""


class LineForm(forms.ModelForm):
    quantity = ExactField(label=lazy("Quantity"), min_value=0, max_digits=12, decimal_places=3)
    price = ExactField(label=lazy("Price"), min_value=0, max_digits=18, decimal_places=3)
    discount = NumberField(label=lazy("Discount in percent"), required=False, **PERCENT)
    tax_rate = NumberField(label=lazy("Tax in percent"), required=False, **PERCENT)
    product = forms.ModelChoiceField(Product.objects.all(), required=False, widget=forms.HiddenInput)

    class Meta:
        model = VersionLine
        fields = ["product", "name", "description", "unit", "quantity", "price", "discount", "tax_rate", "billing"]
        fields += ["term_months", "part", "group", "is_chosen"]
        widgets = {"description": forms.Textarea({"rows": 1})}
        error_messages = {"name": {"required": lazy("Write what is sold, such as “Fitting, per truck”.")}}

    def clean(self):
        said = super().clean()
        said["discount"], said["tax_rate"] = said.get("discount") or 0, said.get("tax_rate") or 0
        if said.get("billing") == Product.Billing.ONCE:
            said["term_months"] = None
        is_alternative = said.get("part") == VersionLine.Part.ALTERNATIVE
        if is_alternative and not said.get("group"):
            self.add_error("group", _("Name what these are alternatives for, such as “Support”."))
        if not is_alternative:
            said["group"] = ""
        if said.get("part") == VersionLine.Part.INCLUDED:
            said["is_chosen"] = False
        return said


class StepForm(forms.ModelForm):
    class Meta:
        model = Milestone
        fields = ["name", "note", "begins_on", "ends_on"]
        widgets = {"begins_on": DAY, "ends_on": DAY}
        error_messages = {"name": {"required": lazy("Name the step, such as “Batch 1”.")}}

    def clean(self):
        said = super().clean()
        first, last = said.get("begins_on"), said.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("This is before the day it begins."))
        return said

    def _get_validation_exclusions(self):
        """The constraint of the table says the same in words nobody would read."""
        return {*super()._get_validation_exclusions(), "begins_on", "ends_on"}
