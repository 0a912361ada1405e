"""Companies from files."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from leads.importing.kinds import Column
from leads.importing.records import columns as shared
from leads.importing.records.kind import RecordKind
from leads.importing.records.presets import COMPANIES
from leads.importing.values import to_text
from leads.models import Company


class CompanyKind(RecordKind):
    name = "companies"
    label = lazy("Companies")
    record = "company"
    model = Company
    verb = "companies.imported"
    keys = ("external_id", "domain", "name")
    presets = COMPANIES
    columns = (
        shared.ID,
        Column(
            "name",
            lazy("Name"),
            ("company", "company name", "account", "account name", "organization", "organisation", "organization name"),
            required=True,
        ),
        Column("domain", lazy("Website"), ("domain", "website", "web", "url", "company domain name", "homepage")),
        shared.INDUSTRY,
        shared.SIZE,
        shared.COUNTRY,
        Column("city", lazy("City"), ("town", "billing city", "place"), to_text(80)),
        shared.OWNER,
    )
    written = {
        "external_id": "external_id", "name": "name", "domain": "domain", "industry": "industry", "size": "size",
        "country": "country", "city": "city", "owner": "owner_id",
    }  # fmt: skip

    def facts_of(self, values, writer):
        facts = super().facts_of(values, writer)
        return facts | ({"owner_id": writer.owner_of(values)} if "owner" in values else {})

    def place(self):
        return reverse("leads:companies"), _("Open the companies")
