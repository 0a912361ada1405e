"""How well-known programs call the columns of the deals they export."""

from django.utils.translation import gettext_lazy as lazy

from leads.importing.kinds import Preset
from leads.importing.records.presets import GENERIC, GENERIC_KEY, HUBSPOT, PIPEDRIVE, SALESFORCE, ZOHO

# “#2” is the second open stage of the pipeline.
PRESETS = (
    Preset(
        "maven",
        lazy("Maven: CRM sales opportunities"),
        columns={
            "external_id": "opportunity_id",
            "owner": "sales_agent",
            "product": "product",
            "company": "account",
            "stage": "deal_stage",
            "opened_at": "engage_date",
            "closed_at": "close_date",
            "amount": "close_value",
        },
        values={"stage": {"prospecting": "#1", "engaging": "#2", "won": "won", "lost": "lost"}},
        spellings={"product": {"GTXPro": "GTX Pro"}},
        options={"closed_from": "#2"},
    ),
    Preset(
        "pipedrive",
        PIPEDRIVE,
        columns={
            "external_id": ("Deal - ID", "ID"),
            "title": ("Deal - Title", "Title"),
            "company": ("Deal - Organization", "Organization - Name", "Organization"),
            "owner": ("Deal - Owner", "Owner"),
            "stage": ("Deal - Stage", "Stage"),
            "amount": ("Deal - Value", "Value"),
            "currency": ("Deal - Currency of Value", "Deal - Currency", "Currency"),
            "product": ("Deal - Product name", "Product name"),
            "source": ("Deal - Source channel", "Deal - Source origin", "Source channel"),
            "opened_at": ("Deal - Deal created", "Deal created"),
            "closed_at": ("Deal - Deal closed on", "Deal closed on"),
            "expected_close": ("Deal - Expected close date", "Expected close date"),
        },
    ),
    Preset(
        "hubspot",
        HUBSPOT,
        columns={
            "external_id": ("Record ID", "Record ID - Deal", "Deal ID"),
            "title": "Deal Name",
            "company": ("Associated Company", "Primary Associated Company Name", "Company name"),
            "owner": "Deal owner",
            "stage": "Deal Stage",
            "amount": "Amount",
            "currency": ("Currency", "Deal currency code"),
            "source": ("Original Source", "Original Traffic Source", "Original Source Type"),
            "opened_at": "Create Date",
            "closed_at": "Close Date",
        },
    ),
    Preset(
        "salesforce",
        SALESFORCE,
        columns={
            "external_id": ("Opportunity ID", "Id"),
            "title": ("Opportunity Name", "Name"),
            "company": ("Account Name", "Account"),
            "owner": ("Opportunity Owner", "Owner"),
            "stage": ("Stage", "StageName"),
            "amount": "Amount",
            "currency": ("Opportunity Currency", "Amount Currency", "CurrencyIsoCode"),
            "source": ("Lead Source", "LeadSource"),
            "opened_at": ("Created Date", "CreatedDate"),
            "closed_at": ("Close Date", "CloseDate"),
        },
    ),
    Preset(
        "zoho",
        ZOHO,
        columns={
            "external_id": ("Record Id", "Deal Id"),
            "title": "Deal Name",
            "company": "Account Name",
            "owner": "Deal Owner",
            "stage": "Stage",
            "amount": "Amount",
            "currency": "Currency",
            "source": "Lead Source",
            "opened_at": "Created Time",
            "closed_at": "Closing Date",
        },
    ),
    Preset(GENERIC_KEY, GENERIC),
)
