"""Kinds of requirements about the deal itself: its BANT sheet, its value, its facts."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads.models import Label, Qualification
from pipeline.actions.companies import company_named
from pipeline.actions.editing import write_facts
from pipeline.actions.people import contact_named
from pipeline.actions.qualifying import write_sheet
from pipeline.forms import DAY, AmountField
from pipeline.gates.registry import Kind

Answer = Qualification.Answer


class BantKind(Kind):
    """Met when the topic was answered, partly or in full."""

    prefix = "bant"
    place = 1
    topics = {
        "budget": gettext_lazy("Budget"),
        "authority": gettext_lazy("Authority"),
        "need": gettext_lazy("Need"),
        "timeline": gettext_lazy("Timeline"),
    }

    def is_met(self, deal, topic):
        return getattr(deal.qualification, topic) != Answer.UNKNOWN

    def fields(self, deal, topic, name, user):
        choices = [(answer.value, answer.label) for answer in (Answer.CONFIRMED, Answer.PARTLY)]
        missing = _("Say whether this is confirmed or partly known.")
        return {
            topic: forms.TypedChoiceField(
                label=name,
                choices=choices,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": missing, "invalid_choice": missing},
            ),
            f"{topic}_evidence": forms.CharField(
                label=_("How do you know?"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
            ),
        }

    def owns(self, field):
        return field.removesuffix("_evidence") in self.topics

    def answer(self, deal, values, *, by):
        write_sheet(deal, values, by=by)


class AmountKind(Kind):
    """Met when the deal has a value."""

    prefix = "amount"
    place = 2
    topics = {"": gettext_lazy("Value")}

    def is_met(self, deal, topic):
        return deal.amount > 0

    def fields(self, deal, topic, name, user):
        label = _("Value in %(currency)s") % {"currency": deal.currency}
        missing = _("Write what the deal is worth, like 12,400.")
        return {"amount": AmountField(label=label, min_value=1, error_messages={"required": missing})}

    def owns(self, field):
        return field == "amount"

    def answer(self, deal, values, *, by):
        write_facts(deal, values, by=by)


class FieldKind(Kind):
    """Met when that fact of the deal is filled in."""

    prefix = "field"
    place = 6
    topics = {
        "expected_close": gettext_lazy("Close date"),
        "company": gettext_lazy("Company"),
        "contact": gettext_lazy("Main contact"),
        "source": gettext_lazy("Source"),
        "product": gettext_lazy("Product"),
        "label": gettext_lazy("Label"),
    }
    required = {
        "expected_close": gettext_lazy("Choose the day you expect to close."),
        "company": gettext_lazy("Write the name of the company."),
        "source": gettext_lazy("Write where this sale came from, such as a fair or a referral."),
        "product": gettext_lazy("Write what they would buy."),
        "label": gettext_lazy("Choose a label."),
    }

    def is_met(self, deal, topic):
        has_row = topic in ("company", "contact", "label")
        return bool(getattr(deal, f"{topic}_id" if has_row else topic))

    def fields(self, deal, topic, name, user):
        if topic == "contact":
            return {"contact_name": person_field(name)}
        options = {"label": name, "error_messages": {"required": self.required[topic]}}
        match topic:
            case "expected_close":
                field = forms.DateField(widget=DAY, **options)
            case "label":
                field = forms.ModelChoiceField(Label.objects.filter(retired_at=None), empty_label="", **options)
            case "company":
                known = forms.TextInput({"list": "companies", "autocomplete": "off"})
                field = forms.CharField(max_length=200, widget=known, **options)
            case _:
                field = forms.CharField(max_length={"source": 80, "product": 120}[topic], **options)
        return {topic: field}

    def owns(self, field):
        return field in self.topics or field == "contact_name"

    def answer(self, deal, values, *, by):
        """The company first: a new contact is one of its people."""
        facts = {name: value for name, value in values.items() if name != "contact_name"}
        if "company" in facts and isinstance(facts["company"], str):
            facts["company"] = company_named(" ".join(facts["company"].split()), by=by)
        write_facts(deal, facts, by=by)
        if name := values.get("contact_name"):
            write_facts(deal, {"contact": person_of(name, deal, by)}, by=by)


def person_field(name):
    """Somebody by name: of the deal's company, or new there."""
    known = forms.TextInput({"list": "people", "autocomplete": "off"})
    missing = _("Write the name of a person.")
    return forms.CharField(label=name, max_length=200, widget=known, error_messages={"required": missing})


def person_of(name, deal, by):
    """The person of that name, found or made."""
    return contact_named(" ".join(name.split()), deal, by=by)
