"""How well-known programs call the columns of the leads, companies and contacts they export."""

from django.utils.translation import gettext_lazy as lazy

from leads.importing.kinds import Preset

PIPEDRIVE, HUBSPOT = lazy("Pipedrive"), lazy("HubSpot")
SALESFORCE, ZOHO, GENERIC = lazy("Salesforce"), lazy("Zoho CRM"), lazy("A list of mine")
GENERIC_KEY = "generic"

LEADS = (
    Preset(
        "pipedrive",
        PIPEDRIVE,
        {
            "external_id": ("Lead - ID", "ID"),
            "name": ("Lead - Contact person", "Person - Name", "Contact person", "Lead - Title"),
            "company_name": ("Lead - Organization", "Organization - Name", "Organization"),
            "email": ("Person - Email - Work", "Person - Email", "Email - Work"),
            "phone": ("Person - Phone - Work", "Person - Phone", "Phone - Work"),
            "owner": ("Lead - Owner", "Owner"),
            "source": ("Lead - Source", "Lead - Source origin", "Source channel"),
            "label": ("Lead - Labels", "Lead - Label", "Labels"),
            "first_contact_on": ("Lead - Lead created", "Lead created"),
        },
    ),
    Preset(
        "hubspot",
        HUBSPOT,
        {
            "external_id": ("Record ID", "Record ID - Contact", "Contact ID"),
            "first_name": "First Name",
            "last_name": "Last Name",
            "email": "Email",
            "phone": ("Phone Number", "Mobile Phone Number"),
            "job_title": "Job Title",
            "company_name": ("Company Name", "Associated Company", "Primary Associated Company Name"),
            "owner": "Contact owner",
            "status": "Lead Status",
            "source": ("Original Source", "Original Traffic Source", "Original Source Type"),
            "country": "Country/Region",
            "first_contact_on": "Create Date",
        },
    ),
    Preset(
        "salesforce",
        SALESFORCE,
        {
            "external_id": ("Lead ID", "Id"),
            "name": "Name",
            "first_name": ("First Name", "FirstName"),
            "last_name": ("Last Name", "LastName"),
            "job_title": "Title",
            "company_name": ("Company / Account", "Company"),
            "source": ("Lead Source", "LeadSource"),
            "status": ("Lead Status", "Status"),
            "label": "Rating",
            "owner": ("Lead Owner", "Owner"),
            "size": ("No. of Employees", "NumberOfEmployees"),
            "notes": "Description",
            "first_contact_on": ("Create Date", "CreatedDate"),
        },
    ),
    Preset(
        "zoho",
        ZOHO,
        {
            "external_id": ("Record Id", "Lead Id"),
            "name": ("Lead Name", "Full Name"),
            "first_name": "First Name",
            "last_name": "Last Name",
            "job_title": "Title",
            "company_name": "Company",
            "source": "Lead Source",
            "status": "Lead Status",
            "label": "Rating",
            "owner": "Lead Owner",
            "size": "No. of Employees",
            "notes": "Description",
            "first_contact_on": "Created Time",
        },
    ),
    Preset(GENERIC_KEY, GENERIC),
)

COMPANIES = (
    Preset(
        "pipedrive",
        PIPEDRIVE,
        {
            "external_id": ("Organization - ID", "ID"),
            "name": ("Organization - Name", "Name"),
            "owner": ("Organization - Owner", "Owner"),
            "country": ("Organization - Country of Address", "Country of Address"),
            "city": ("Organization - City/town/village/locality of Address", "City/town/village/locality of Address"),
            "industry": ("Organization - Industry", "Industry"),
            "domain": ("Organization - Website", "Website"),
        },
    ),
    Preset(
        "hubspot",
        HUBSPOT,
        {
            "external_id": ("Record ID", "Record ID - Company", "Company ID"),
            "name": ("Company name", "Name"),
            "domain": ("Company Domain Name", "Website URL"),
            "owner": "Company owner",
            "size": "Number of Employees",
            "country": "Country/Region",
            "city": "City",
            "industry": "Industry",
        },
    ),
    Preset(
        "salesforce",
        SALESFORCE,
        {
            "external_id": ("Account ID", "Id"),
            "name": ("Account Name", "Name"),
            "domain": "Website",
            "owner": ("Account Owner", "Owner"),
            "size": ("Employees", "NumberOfEmployees"),
            "country": ("Billing Country", "BillingCountry"),
            "city": ("Billing City", "BillingCity"),
        },
    ),
    Preset(
        "zoho",
        ZOHO,
        {
            "external_id": ("Record Id", "Account Id"),
            "name": "Account Name",
            "domain": "Website",
            "owner": "Account Owner",
            "size": "Employees",
            "country": "Billing Country",
            "city": "Billing City",
        },
    ),
    Preset(GENERIC_KEY, GENERIC),
)

CONTACTS = (
    Preset(
        "pipedrive",
        PIPEDRIVE,
        {
            "external_id": ("Person - ID", "ID"),
            "name": ("Person - Name", "Name"),
            "company": ("Person - Organization", "Organization"),
            "email": ("Person - Email - Work", "Person - Email", "Email - Work"),
            "phone": ("Person - Phone - Work", "Person - Phone", "Phone - Work"),
            "owner": ("Person - Owner", "Owner"),
        },
    ),
    Preset(
        "hubspot",
        HUBSPOT,
        {
            "external_id": ("Record ID", "Record ID - Contact", "Contact ID"),
            "first_name": "First Name",
            "last_name": "Last Name",
            "email": "Email",
            "phone": ("Phone Number", "Mobile Phone Number"),
            "job_title": "Job Title",
            "company": ("Associated Company", "Company Name", "Primary Associated Company Name"),
            "owner": "Contact owner",
        },
    ),
    Preset(
        "salesforce",
        SALESFORCE,
        {
            "external_id": ("Contact ID", "Id"),
            "name": "Name",
            "first_name": ("First Name", "FirstName"),
            "last_name": ("Last Name", "LastName"),
            "job_title": "Title",
            "company": ("Account Name", "Account"),
            "owner": ("Contact Owner", "Owner"),
        },
    ),
    Preset(
        "zoho",
        ZOHO,
        {
            "external_id": ("Record Id", "Contact Id"),
            "name": ("Contact Name", "Full Name"),
            "first_name": "First Name",
            "last_name": "Last Name",
            "job_title": "Title",
            "company": "Account Name",
            "owner": "Contact Owner",
        },
    ),
    Preset(GENERIC_KEY, GENERIC),
)
