"""What has to be said to make a lead a deal, or several at once."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pipeline.forms import AmountField
from pipeline.models import Stage
from pipeline.queries.conversion import NEW, first_title
from pipeline.rates import workspace_currency

NONE = "none"


def stages_to_begin_in():
    stages = Stage.objects.standing().filter(kind=Stage.Kind.OPEN).select_related("pipeline")
    return stages.order_by("pipeline__position", "position")


class StageField(forms.ModelChoiceField):
    """An open stage, named with its pipeline where there are several."""

    def __init__(self):
        super().__init__(Stage.objects.none(), label=gettext_lazy("Stage"), empty_label=None)

    def offer(self):
        self.queryset = stages_to_begin_in()
        self.is_one = len({stage.pipeline_id for stage in self.queryset}) < 2

    def label_from_instance(self, stage):
        return stage.name if self.is_one else f"{stage.pipeline}: {stage}"


class ConvertForm(forms.Form):
    """The deal to be, and whom it is with: somebody who is here already, or new ones made of what the lead says."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    stage = StageField()
    amount = AmountField(label=gettext_lazy("Value"), required=False)
    currency = forms.RegexField(r"^[A-Z]{3}$", label=gettext_lazy("Currency"), widget=forms.TextInput({"size": 3}))
    company = forms.ChoiceField(label=gettext_lazy("Company"), widget=forms.RadioSelect, required=False)
    contact = forms.ChoiceField(label=gettext_lazy("Contact"), widget=forms.RadioSelect, required=False)
    operation = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, plan, data=None):
        first = {"title": first_title(plan.lead), "currency": workspace_currency(), "operation": uuid4()}
        super().__init__(data, initial=first | {name: said(getattr(plan, name)) for name in ("company", "contact")})
        self.plan = plan
        self.fields["stage"].offer()
        self.fields["currency"].error_messages["invalid"] = _("Write the three letters of a currency, such as EUR.")
        self.fields["company"].choices = company_choices(plan)
        self.fields["contact"].choices = contact_choices(plan)

    def clean_amount(self):
        return self.cleaned_data["amount"] or 0

    def clean_company(self):
        return self.chosen("company", self.plan.companies)

    def clean_contact(self):
        return self.chosen("contact", self.plan.contacts)

    def chosen(self, name, records):
        """The record chosen, NEW, or None; what was not asked is as planned."""
        word = self.cleaned_data[name]
        known = {str(record.pk): record for record in records} | {NEW: NEW, NONE: None}
        return known[word] if word else getattr(self.plan, name)


def said(choice):
    return NONE if choice is None else str(getattr(choice, "pk", choice))


def company_choices(plan):
    """Each says exactly what choosing it will do."""
    links = [(str(one.pk), _("Link the company %(name)s, which is here already") % here(one)) for one in plan.companies]
    new = _("Make the company %(name)s") % {"name": plan.lead.company_name}
    return [*links, *([(NEW, new)] if plan.lead.company_name else []), (NONE, _("No company"))]


def here(company):
    place = ", ".join(filter(None, [company.domain, company.city, company.country]))
    return {"name": f"{company.name} ({place})" if place else company.name}


def contact_choices(plan):
    links = [(str(one.pk), _("Link the contact %(name)s, who is here already") % who(one)) for one in plan.contacts]
    return [*links, (NEW, _("Make the contact %(name)s") % {"name": plan.lead.name})]


def who(contact):
    about = ", ".join(filter(None, [contact.job_title, contact.company and contact.company.name, contact.email]))
    return {"name": f"{contact.name} ({about})" if about else contact.name}


class ConvertManyForm(forms.Form):
    """Into which stage several leads go; `bulk` names the act, so that sent twice it is done once."""

    stage = StageField()
    bulk = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None):
        super().__init__(data, initial={"bulk": uuid4()})
        self.fields["stage"].offer()

    def clean_bulk(self):
        return self.cleaned_data["bulk"] or uuid4()
