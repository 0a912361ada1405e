"""What a form may ask: facts of a lead and the fields an admin added, each as an input of a page."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import CustomField
from leads.models import Company, Lead

DIGITS = {"inputmode": "decimal"}
CUSTOM = "custom."


@dataclass(frozen=True)
class Fact:
    """Something a form may ask: how it is called, and whether strangers are asked at all or only presets written."""

    key: str
    name: Any
    is_asked: bool = True


ASKED = {
    "name": {"autocomplete": "name"},
    "email": {"autocomplete": "email", "inputmode": "email"},
    "phone": {"autocomplete": "tel", "inputmode": "tel"},
    "job_title": {"autocomplete": "organization-title"},
    "company_name": {"autocomplete": "organization"},
    "industry": {},
    "size": {},
    "country": {"autocomplete": "country-name"},
    "notes": {"rows": 4},
}
PRESET = ("source", "channel", "campaign")


def all_facts():
    """{key: Fact} of everything a form may ask or write."""
    plain = [Fact(key, Lead._meta.get_field(key).verbose_name, key in ASKED) for key in (*ASKED, *PRESET)]
    # People of the house are no business of strangers.
    added = CustomField.objects.of("lead").exclude(kind=CustomField.Kind.PERSON)
    return {fact.key: fact for fact in (*plain, *(Fact(CUSTOM + one.key, one.name) for one in added))}


def input_of(fact, customs):
    """The form field in which a fact is written, or None where nobody may ask for it any more.

    `customs` are the custom fields in use by key.
    """
    if fact.startswith(CUSTOM):
        custom = customs.get(fact.removeprefix(CUSTOM))
        return custom and custom_input(custom)
    return plain_input(fact)


def plain_input(fact):
    attrs = ASKED.get(fact, {})
    limit = Lead._meta.get_field(fact).max_length
    match fact:
        case "email":
            wrong = {"invalid": _("Write an address like kari@example.com.")}
            return forms.EmailField(max_length=limit, widget=forms.EmailInput(attrs), error_messages=wrong)
        case "size":
            return forms.ChoiceField(choices=[("", "—"), *Company.Size.choices])
        case "notes":
            return forms.CharField(max_length=limit, widget=forms.Textarea(attrs))
        case _:
            return forms.CharField(max_length=limit, widget=forms.TextInput(attrs))


def custom_input(field):
    """The input of a field an admin added; `as_kept` makes of its value what the record keeps."""
    kinds, options = CustomField.Kind, [(one.pk, one.name) for one in standing_options(field)]
    match field.kind:
        case kinds.NUMBER:
            return forms.DecimalField(max_digits=20, decimal_places=6, widget=forms.TextInput(DIGITS))
        case kinds.MONEY:
            return AmountField(max_digits=20, decimal_places=2, widget=forms.TextInput(DIGITS))
        case kinds.DATE:
            return forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
        case kinds.CHOICE:
            return forms.TypedChoiceField(choices=[("", "—"), *options], coerce=int, empty_value=None)
        case kinds.CHOICES:
            return forms.TypedMultipleChoiceField(choices=options, coerce=int, widget=forms.CheckboxSelectMultiple)
        case kinds.YES_NO:
            return forms.BooleanField()
        case kinds.LINK:
            return forms.URLField(max_length=500, assume_scheme="https")
        case _:
            return forms.CharField(max_length=2000)


class AmountField(forms.DecimalField):
    """Money, kept with two places whatever was typed."""

    def clean(self, value):
        amount = super().clean(value)
        return None if amount is None else f"{amount:.2f}"


def standing_options(field):
    return [option for option in field.options.all() if option.retired_at is None]


def as_kept(value):
    """A cleaned value in the words of JSON; None for what says nothing."""
    if value in (None, "", [], False):
        return None
    if isinstance(value, list):
        return sorted(value)
    return value if isinstance(value, bool | int | str) else plain_number(value)


def plain_number(value):
    """12.50 as “12.5”, a date as its ISO text."""
    return value.isoformat() if hasattr(value, "isoformat") else f"{value.normalize():f}"


def customs_in_use():
    """The fields an admin added to leads, by key, with their options."""
    return {field.key: field for field in CustomField.objects.of("lead").prefetch_related("options")}
