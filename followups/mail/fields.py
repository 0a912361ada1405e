"""The gaps a template may have: a fixed list, each with a name people read and the fact it stands for."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.fields.facts import sheet_said
from accounts.fields.known import fields_of
from accounts.queries import company_name
from followups.booking.tokens import booking_link_of
from kit import formats
from leads.capture.letters import harmless
from pipeline.models import Deal

GAP = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
RECORDS = ("contact", "company", "deal", "lead")


@dataclass(frozen=True)
class Gap:
    """One field of the white list; `fact(facts)` gives its words, empty where there are none."""

    name: str
    label: Any
    fact: Callable


class Facts:
    """What a letter about a deal or a lead may tell, and who signs it."""

    def __init__(self, about, sender):
        self.about, self.sender = about, sender
        self.deal = about if isinstance(about, Deal) else None
        self.lead = about.lead if self.deal else about
        self.contact = about.contact
        self.company = about.company or (self.contact and self.contact.company)
        self.person = self.contact if self.deal else self.lead

    def of(self, record, name):
        """A fact of one of the records, empty where there is no such record."""
        return getattr(getattr(self, record), name, "") or ""

    def custom(self, record, key):
        thing = getattr(self, record)
        said = sheet_said(record, thing) if thing else []
        return next((words for field, words in said if field.key == key), "")


def person_name(facts):
    """A name that carries an address is a trick, and is left out."""
    return harmless(facts.of("person", "name"))


def company_words(facts):
    return harmless(facts.of("company", "name") or (not facts.deal and facts.of("lead", "company_name")) or "")


def money_words(facts):
    return formats.money(facts.deal.amount, facts.deal.currency) if facts.deal and facts.deal.amount else ""


def close_words(facts):
    return formats.day(facts.deal.expected_close) if facts.deal and facts.deal.expected_close else ""


def first(name):
    return name.split()[0] if name.split() else ""


def sender_phone(facts):
    return getattr(getattr(facts.sender, "signature", None), "phone", "")


def sender_booking_link(facts):
    return booking_link_of(facts.sender) if facts.sender else ""


GAPS = [
    Gap("contact.first_name", _("First name of the person"), lambda facts: first(person_name(facts))),
    Gap("contact.name", _("Name of the person"), person_name),
    Gap("contact.job_title", _("Job title of the person"), lambda facts: facts.of("person", "job_title")),
    Gap("contact.email", _("E-mail of the person"), lambda facts: facts.of("person", "email")),
    Gap("company.name", _("Company"), company_words),
    Gap("company.city", _("City of the company"), lambda facts: facts.of("company", "city")),
    Gap("company.country", _("Country of the company"), lambda facts: facts.of("company", "country")),
    Gap("deal.title", _("Title of the deal"), lambda facts: facts.of("deal", "title")),
    Gap("deal.value", _("Value of the deal"), money_words),
    Gap("deal.product", _("Product of the deal"), lambda facts: facts.of("deal", "product")),
    Gap("deal.expected_close", _("Expected close of the deal"), close_words),
    Gap("stage.name", _("Stage of the deal"), lambda facts: str(facts.deal.stage) if facts.deal else ""),
    Gap("lead.name", _("Name of the lead"), lambda facts: harmless(facts.of("lead", "name"))),
    Gap("lead.company_name", _("Company of the lead"), lambda facts: harmless(facts.of("lead", "company_name"))),
    Gap("lead.industry", _("Industry of the lead"), lambda facts: facts.of("lead", "industry")),
    Gap("lead.country", _("Country of the lead"), lambda facts: facts.of("lead", "country")),
    Gap("lead.source", _("Source of the lead"), lambda facts: facts.of("lead", "source")),
    Gap("lead.campaign", _("Campaign of the lead"), lambda facts: facts.of("lead", "campaign")),
    Gap("owner.name", _("Name of the sender"), lambda facts: facts.of("sender", "name")),
    Gap("owner.first_name", _("First name of the sender"), lambda facts: first(facts.of("sender", "name"))),
    Gap("owner.email", _("E-mail of the sender"), lambda facts: facts.of("sender", "email")),
    Gap("owner.phone", _("Phone of the sender"), sender_phone),
    Gap("owner.booking_link", _("Booking page of the sender"), sender_booking_link),
    Gap("workspace.name", _("Our company"), lambda facts: company_name()),
]


def known_gaps():
    """{name: Gap} of the white list with the fields admins added."""
    gaps = GAPS + [custom_gap(record, field) for record in RECORDS for field in fields_of(record)]
    return {gap.name: gap for gap in gaps}


def custom_gap(record, field):
    return Gap(
        f"{record}.custom.{field.key}",
        f"{field.name} ({record})",
        lambda facts: facts.custom(record, field.key),
    )


@dataclass(frozen=True)
class Place:
    """One {{name|text}} in a template: which gap, and what stands there when the fact is empty."""

    said: str
    name: str
    instead: str


def places_in(*texts):
    """Every place of these texts, in their order, each spelling once."""
    return list({match[0]: place_of(match) for text in texts for match in GAP.finditer(text)}.values())


def place_of(match):
    name, _bar, instead = match[1].partition("|")
    return Place(match[0], name.strip(), instead.strip())
