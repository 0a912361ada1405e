"""What a form may ask: facts of a lead and the fields an admin added, each as an input of a page."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields.facts import key_of
from accounts.fields.kinds import form_field, read_value
from accounts.fields.known import PREFIX as CUSTOM
from accounts.fields.known import Kind, fields_of
from leads.models import Company, Lead


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
    added = [Fact(field.fact, field.name) for field in customs_asked().values()]
    return {fact.key: fact for fact in (*plain, *added)}


def input_of(fact, customs):
    """The form field in which a fact is written, or None where nobody may ask for it any more.

    `customs` are the custom fields in use by key.
    """
    if fact.startswith(CUSTOM):
        custom = customs.get(key_of(fact))
        return custom and form_field(custom)
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


def as_kept(value):
    """A cleaned value of a plain fact; None for what says nothing."""
    return None if value in (None, "") else value


def read(fact, customs, text):
    """Text, such as a preset, as the lead keeps it; None for nothing, ValidationError for what is no value of it."""
    if fact.startswith(CUSTOM):
        return read_value(customs[key_of(fact)], text)
    return as_kept(plain_input(fact).clean(text))


def customs_asked():
    """{key: Field} of the fields an admin added to leads; people of the house are no business of strangers."""
    return {field.key: field for field in fields_of("lead") if field.kind != Kind.PERSON}
