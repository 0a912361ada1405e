"""What people write about a deal: its facts, its BANT sheet, notes. Nothing of it is trusted."""

from copy import copy

from babel.numbers import list_currencies
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields.facts import is_custom
from accounts.fields.forms import WithCustomInputs
from accounts.models import User
from accounts.visibility import visible_owner_ids
from kit.numbers import NumberField
from leads.label_choices import offer_labels
from leads.models import Company, Contact, Qualification
from pipeline.models import Category, Deal, Stage
from pipeline.proof_forms import topics
from pipeline.seen_forms import WithSeen

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
OFFERED_COMPANIES = 200


class AmountField(NumberField):
    """What something is worth."""

    def __init__(self, **options):
        super().__init__(**({"min_value": 0, "max_digits": 17, "decimal_places": 2} | options))
        self.error_messages["invalid"] = _("Write a number, like 12,400.")


class DealForm(WithCustomInputs, forms.ModelForm):
    """The facts of a deal; `version` is the one the writer saw."""

    only_customs = None  # all of them

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    amount = AmountField(label=_("Value"), required=False)
    probability = NumberField(label=_("Probability"), max_digits=5, decimal_places=2, required=False)
    company = forms.CharField(label=_("Company"), max_length=200, required=False)

    class Meta:
        model = Deal
        fields = [
            "title",
            "company",
            "contact",
            "owner",
            "amount",
            "currency",
            "probability",
            "category",
            "label",
            "source",
            "product",
            "expected_close",
        ]
        widgets = {
            "expected_close": DAY,
            "currency": forms.TextInput({"size": 3, "autocapitalize": "characters"}),
        }
        error_messages = {"title": {"required": _("Write a title, such as “Cold-chain pilot”.")}}

    def __init__(self, deal, user, data=None, **options):
        options["initial"] = {"company": deal.company and deal.company.name} | options.get("initial", {})
        super().__init__(data, instance=copy(deal), **options)
        self.initial["version"] = deal.version
        self.offer_companies(user)
        self.limit_choices(deal, user)
        self.explain_value(deal)
        self.add_custom_fields("deal", reader=user, record=deal, only=self.only_customs)

    def offer_companies(self, user):
        """Known names for the field's datalist; any other name makes a new company."""
        self.fields["company"].widget.attrs |= {"list": "companies", "autocomplete": "off"}
        self.companies = known_companies(user)

    def limit_choices(self, deal, user):
        """Only what the writer may see, and what already stands there."""
        owners = visible_owner_ids(user)
        people = User.objects.active() if owners is None else User.objects.active().filter(pk__in=owners)
        self.fields["owner"].queryset = (people | User.objects.filter(pk=deal.owner_id)).distinct()
        self.fields["owner"].empty_label = None  # a deal is always somebody's
        if "category" in self.fields:
            self.fields["category"].choices = [("", _("As its stage")), *Category.choices]
        offer_labels(self.fields["label"], deal.label_id, _("No label"))
        if "contact" in self.fields:
            self.fields["contact"].queryset = contacts_for(deal, user)
            self.fields["contact"].empty_label = _("Nobody yet")

    def explain_value(self, deal):
        """Where line items make the value, the form says so; the action refuses another one."""
        if deal.is_valued_by_items:
            self.fields["amount"].widget.attrs["readonly"] = True
            self.fields["amount"].help_text = _(
                "The line items make the value. Change those, or write it by hand there."
            )
            self.fields["currency"].help_text = _("The numbers on the line items stay as they are in another currency.")

    def clean_amount(self):
        return self.cleaned_data["amount"] or 0

    def clean_company(self):
        return " ".join(self.cleaned_data["company"].split())

    def clean_currency(self):
        code = self.cleaned_data["currency"].upper()
        if code not in list_currencies():
            raise forms.ValidationError(_("Write the three letters of a currency, such as EUR."))
        return code

    def clean_probability(self):
        probability = self.cleaned_data["probability"]
        if probability is not None and not 0 <= probability <= 100:
            raise forms.ValidationError(_("Write a percentage from 0 to 100, or leave it empty for the stage’s own."))
        return probability

    def _post_clean(self):
        """The model's instance stays as it is: actions write, forms only read."""


class NewDealForm(DealForm):
    """A new deal: a few facts and the stage it begins in."""

    stage = forms.ModelChoiceField(Stage.objects.none(), label=_("Stage"), empty_label=None)

    class Meta(DealForm.Meta):
        fields = ["title", "company", "amount", "currency", "owner", "label", "source", "expected_close"]

    version = probability = None

    def __init__(self, deal, user, data=None, **options):
        super().__init__(deal, user, data, **options)
        self.fields["stage"].queryset = deal.pipeline.stages.standing()


def known_companies(user):
    """Names to choose from while somebody types a company."""
    return Company.objects.visible_to(user).values_list("name", flat=True)[:OFFERED_COMPANIES]


# the facts that can be changed where they stand
CELLS = {
    "value": ["amount"],
    "close": ["expected_close"],
    "owner": ["owner"],
    "label": ["label"],
    "facts": ["amount", "expected_close", "owner", "label"],
}


def facts_of_cell(name):
    """The facts that stand in a cell; nothing where there is none of that name."""
    return CELLS.get(name) or ([name] if is_custom(name) else [])


class CellForm(DealForm):
    """One fact of a deal, or the few that change often, changed in place."""

    named = staticmethod(facts_of_cell)

    def __init__(self, deal, user, name, data=None):
        self.only_customs, self.user, self.place = self.named(name), user, name
        super().__init__(deal, user, data, auto_id=f"id_{deal.pk}_%s")
        names = [*self.only_customs, "version"]
        self.fields = {field: self.fields[field] for field in names if field in self.fields}
        for field in self.own_fields()[:1]:
            field.field.widget.attrs["autofocus"] = True

    def own_fields(self):
        return [field for field in self if field.name != "version"]


# the facts that can be changed on the page of a deal, by the names of their places
FACTS = {
    "title": ["title"],
    "value": ["amount", "currency"],
    "owner": ["owner"],
    "label": ["label"],
    "company": ["company"],
    "contact": ["contact"],
    "close": ["expected_close"],
    "category": ["category"],
    "probability": ["probability"],
    "source": ["source"],
    "product": ["product"],
}


def facts_in_place(name):
    """The facts that stand in a place of the page; nothing where there is none of that name."""
    return FACTS.get(name) or ([name] if is_custom(name) else [])


class FactForm(CellForm):
    """One fact of a deal, changed where it stands on its page."""

    named = staticmethod(facts_in_place)


def contacts_for(deal, user):
    """The people of the deal's company, and whoever is its contact already."""
    own = Contact.objects.filter(pk=deal.contact_id)
    return own | Contact.objects.visible_to(user).filter(company=deal.company_id) if deal.company_id else own


class SheetForm(WithSeen, forms.Form):
    """The four BANT answers with how we know."""

    def __init__(self, sheet, data=None):
        answers = {name: getattr(sheet, name) for name in sheet_fields()}
        super().__init__(data, initial=answers)
        for topic in Qualification.TOPICS:
            label = Qualification._meta.get_field(topic).verbose_name.capitalize()
            self.fields[topic] = forms.TypedChoiceField(
                label=label, choices=Qualification.Answer.choices, coerce=int, widget=forms.RadioSelect
            )
            evidence = forms.Textarea({"rows": 2, "placeholder": _("How do you know?")})
            self.fields[f"{topic}_evidence"] = forms.CharField(
                label=_("How do you know?"), required=False, max_length=2000, widget=evidence
            )
        self.remember(answers)

    def topics(self):
        """The answer and the evidence of each topic, side by side."""
        return [(self[topic], self[f"{topic}_evidence"]) for topic in Qualification.TOPICS]


def sheet_fields():
    return [name for topic in Qualification.TOPICS for name in (topic, f"{topic}_evidence")]


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 2, "placeholder": _("What happened, in your own words")}),
        error_messages={"required": _("Write something first.")},
    )
    proof = forms.MultipleChoiceField(choices=topics, required=False)
