"""Contacts from files, with the companies they work for."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from leads.importing.kinds import Column
from leads.importing.records import columns as shared
from leads.importing.records.kind import RecordKind
from leads.importing.records.presets import CONTACTS
from leads.models import Contact


class ContactKind(RecordKind):
    name = "contacts"
    label = lazy("Contacts")
    record = "contact"
    model = Contact
    verb = "contacts.imported"
    keys = ("external_id", "email", "phone")
    presets = CONTACTS
    columns = (
        shared.ID,
        Column("name", lazy("Name"), ("full name", "contact", "contact name", "person", "person name")),
        shared.FIRST_NAME,
        shared.LAST_NAME,
        shared.EMAIL,
        shared.PHONE,
        shared.JOB_TITLE,
        shared.DECIDES,
        Column(
            "company",
            lazy("Company"),
            ("organization", "organisation", "account", "account name", "company name", "associated company"),
            hint=lazy("Found by its name; made where it is new."),
        ),
        shared.OWNER,
    )
    written = {
        "external_id": "external_id", "name": "name", "email": "email", "phone": "phone", "phone_key": "phone_key",
        "job_title": "job_title", "decides": "decides", "company": "company_id", "owner": "owner_id",
    }  # fmt: skip

    def facts_of(self, values, writer):
        facts = super().facts_of(values, writer)
        if "company" in values:
            company = writer.companies.find(values["company"])
            facts["company_id"] = company and company.pk
        return facts | ({"owner_id": writer.owner_of(values)} if "owner" in values else {})

    def place(self):
        return reverse("leads:contacts"), _("Open the contacts")
