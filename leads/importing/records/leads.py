"""Leads from files."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from leads.importing.kinds import Column
from leads.importing.records import columns as shared
from leads.importing.records.kind import RecordKind, meaning
from leads.importing.records.presets import LEADS
from leads.importing.values import to_day, to_text
from leads.models import Label, Lead

STATUSES = (Lead.Status.NEW, Lead.Status.WORKING, Lead.Status.QUALIFIED, Lead.Status.DISQUALIFIED)
CALLED = {
    Lead.Status.NEW: ("new", "open", "not contacted", "open - not contacted", "not started", "attempted to contact"),
    Lead.Status.WORKING: ("working", "contacted", "in progress", "working - contacted", "connected", "open deal"),
    Lead.Status.QUALIFIED: ("qualified", "pre-qualified", "sales qualified lead"),
    Lead.Status.DISQUALIFIED: (
        "disqualified",
        "unqualified",
        "junk lead",
        "lost lead",
        "closed - not converted",
        "bad timing",
    ),
}


class LeadKind(RecordKind):
    name = "leads"
    label = lazy("Leads")
    record = "lead"
    model = Lead
    verb = "leads.imported"
    keys = ("external_id", "email", "phone")
    presets = LEADS
    of_new = ("status",)
    parts = (("leads_leadlabelstay", "lead_id"), ("leads_scorereason", "lead_id"))
    columns = (
        shared.ID,
        Column("name", lazy("Name"), ("full name", "lead name", "contact", "contact name", "person", "lead")),
        shared.FIRST_NAME,
        shared.LAST_NAME,
        shared.EMAIL,
        shared.PHONE,
        shared.JOB_TITLE,
        shared.DECIDES,
        Column(
            "company_name",
            lazy("Company"),
            ("company", "organization", "organisation", "account", "account name", "company name", "employer"),
        ),
        shared.INDUSTRY,
        shared.SIZE,
        shared.COUNTRY,
        Column("source", lazy("Source"), ("lead source", "original source"), to_text(80)),
        Column("channel", lazy("Channel"), ("source channel", "medium"), to_text(80)),
        Column("campaign", lazy("Campaign"), ("campaign name", "utm campaign"), to_text(120)),
        Column(
            "first_contact_on",
            lazy("First contact"),
            ("created", "created at", "create date", "created date", "created time", "first contact on", "date"),
            to_day,
            is_day=True,
        ),
        Column("notes", lazy("Notes"), ("note", "description", "comment", "comments"), to_text(10_000)),
        Column("label", lazy("Label"), ("labels", "rating", "temperature"), to_text(20), valued=True),
        Column(
            "status",
            lazy("Status"),
            ("lead status", "stage", "lead stage"),
            to_text(20),
            valued=True,
            hint=lazy("Only of new leads: nobody's work is moved back."),
        ),
        shared.OWNER,
    )
    written = {
        "external_id": "external_id", "name": "name", "email": "email", "phone": "phone", "phone_key": "phone_key",
        "job_title": "job_title", "decides": "decides", "company_name": "company_name", "industry": "industry",
        "size": "size", "country": "country", "source": "source", "channel": "channel", "campaign": "campaign",
        "first_contact_on": "first_contact_on", "notes": "notes", "label": "label_id", "label_set": "label_is_by_hand",
        "status": "status", "owner": "owner_id",
    }  # fmt: skip

    def choices(self, column, options):
        match column.key:
            case "label":
                labels = Label.objects.filter(retired_at=None).select_related("set")
                return [(str(label.pk), label.name) for label in labels]
            case "status":
                return [(str(status), status.label) for status in STATUSES]
        return super().choices(column, options)

    def guess(self, column, text, choices):
        if column.key == "status":
            called = [status for status, words in CALLED.items() if text.casefold() in words]
            return str(called[0]) if called else meaning(text, choices)
        return super().guess(column, text, choices)

    def column_names(self, mapped):
        return super().column_names(mapped) | ({"label_set": "label_is_by_hand"} if "label" in mapped else {})

    def facts_of(self, values, writer):
        facts = super().facts_of(values, writer)
        if "label_id" in facts:
            facts["label_id"] = facts["label_id"] and int(facts["label_id"])
            facts["label_is_by_hand"] = True if facts["label_id"] else None
        if "owner" in values:
            facts["owner_id"] = writer.owner_of(values)
        return facts

    def place(self):
        return reverse("leads:list"), _("Open the leads")
