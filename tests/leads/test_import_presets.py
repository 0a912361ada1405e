"""The files of well-known programs, as they export them: every column finds its place, for every kind of record."""

from datetime import date

import pytest

from accounts.models import User
from leads.importing.kinds import registry
from pipeline.models import Deal
from tests.leads.files import counts
from tests.leads.test_import_records import import_records, receive

pytestmark = pytest.mark.django_db
FILES = {
    ("leads", "pipedrive"): {
        "Lead - ID": "external_id",
        "Lead - Contact person": "name",
        "Lead - Organization": "company_name",
        "Person - Email - Work": "email",
        "Person - Phone - Work": "phone",
        "Lead - Owner": "owner",
        "Lead - Labels": "label",
        "Lead - Lead created": "first_contact_on",
    },
    ("leads", "hubspot"): {
        "Record ID - Contact": "external_id",
        "First Name": "first_name",
        "Last Name": "last_name",
        "Email": "email",
        "Phone Number": "phone",
        "Contact owner": "owner",
        "Lead Status": "status",
        "Create Date": "first_contact_on",
    },
    ("leads", "salesforce"): {
        "Lead ID": "external_id",
        "First Name": "first_name",
        "Last Name": "last_name",
        "Company / Account": "company_name",
        "Lead Source": "source",
        "Lead Status": "status",
        "Lead Owner": "owner",
        "Rating": "label",
    },
    ("leads", "zoho"): {
        "Record Id": "external_id",
        "Lead Owner": "owner",
        "Company": "company_name",
        "First Name": "first_name",
        "Last Name": "last_name",
        "Title": "job_title",
        "Lead Source": "source",
        "Lead Status": "status",
        "No. of Employees": "size",
        "Created Time": "first_contact_on",
    },
    ("companies", "pipedrive"): {"Organization - ID": "external_id", "Organization - Name": "name"},
    ("companies", "hubspot"): {"Record ID": "external_id", "Company name": "name", "Company Domain Name": "domain"},
    ("companies", "salesforce"): {"Account ID": "external_id", "Account Name": "name", "Billing Country": "country"},
    ("companies", "zoho"): {
        "Record Id": "external_id",
        "Account Name": "name",
        "Account Owner": "owner",
        "Website": "domain",
        "Employees": "size",
        "Billing City": "city",
    },
    ("contacts", "pipedrive"): {"Person - ID": "external_id", "Person - Name": "name", "Person - Owner": "owner"},
    ("contacts", "hubspot"): {"Record ID": "external_id", "First Name": "first_name", "Contact owner": "owner"},
    ("contacts", "salesforce"): {"Contact ID": "external_id", "Account Name": "company", "Title": "job_title"},
    ("contacts", "zoho"): {
        "Record Id": "external_id",
        "Contact Owner": "owner",
        "Account Name": "company",
        "First Name": "first_name",
        "Last Name": "last_name",
        "Email": "email",
        "Mobile": "phone",
    },
    ("deals", "pipedrive"): {
        "Deal - ID": "external_id",
        "Deal - Title": "title",
        "Deal - Owner": "owner",
        "Deal - Stage": "stage",
        "Deal - Value": "amount",
        "Deal - Organization": "company",
        "Deal - Expected close date": "expected_close",
    },
    ("deals", "hubspot"): {
        "Record ID": "external_id",
        "Deal Name": "title",
        "Deal Stage": "stage",
        "Close Date": "closed_at",
        "Deal owner": "owner",
        "Amount": "amount",
    },
    ("deals", "salesforce"): {
        "Opportunity ID": "external_id",
        "Opportunity Name": "title",
        "Account Name": "company",
        "Opportunity Owner": "owner",
        "Stage": "stage",
        "Close Date": "closed_at",
        "Created Date": "opened_at",
    },
    ("deals", "zoho"): {
        "Record Id": "external_id",
        "Deal Name": "title",
        "Account Name": "company",
        "Deal Owner": "owner",
        "Stage": "stage",
        "Amount": "amount",
        "Closing Date": "closed_at",
        "Created Time": "opened_at",
    },
}


@pytest.mark.parametrize(("kind", "preset"), FILES)
@pytest.mark.usefixtures("board")
def test_every_column_finds_its_place(cast, kind, preset):
    places = FILES[kind, preset]
    batch = receive(cast.ada, f"{','.join(places)}\n{','.join('x' * len(places))}\n", kind, preset=preset)
    assert batch.mapping["columns"] == {key: header for header, key in places.items()}


def test_each_kind_has_them_all():
    for kind in registry.values():
        assert {"pipedrive", "hubspot", "salesforce", "zoho", "generic"} <= {preset.key for preset in kind.presets}


ZOHO = """\
Record Id,Deal Owner,Amount,Deal Name,Closing Date,Account Name,Stage,Lead Source,Created Time
zcrm_1,Alice Archer,1200,Vans,2027-01-15,Dar Freight,Discovery,Fair,2026-02-01 10:00:00
zcrm_2,bob@tamar.example,900,Trucks,2026-05-15,Dar Freight,Closed Won,Web,2026-02-01 10:00:00
zcrm_3,Somebody Else,900,Cars,2026-05-16,Dar Freight,Closed-Lost to Competition,Web,2026-02-01 10:00:00
"""


def test_owners_stages_and_days_of_deals_are_understood(cast, board):
    batch = import_records(cast.ada, ZOHO, "deals", preset="zoho")
    assert (batch.error, counts(batch)) == ("", (3, 0, 0, 0))
    assert batch.mapping["values"] == {
        "owner": {"Alice Archer": cast.alice.email, "bob@tamar.example": cast.bob.email, "Somebody Else": ""},
        "stage": {"Discovery": str(board.discovery.pk), "Closed Won": "won", "Closed-Lost to Competition": "lost"},
    }
    vans, trucks, cars = Deal.objects.order_by("external_id").select_related("owner", "stage")
    assert (vans.owner, vans.stage, vans.expected_close) == (cast.alice, board.discovery, date(2027, 1, 15))
    assert (trucks.owner, trucks.status, trucks.closed_at.date()) == (cast.bob, "won", date(2026, 5, 15))
    assert (cars.owner, cars.status) == (User.objects.get(name="Somebody Else"), "lost")
    assert counts(import_records(cast.ada, ZOHO, "deals", preset="zoho")) == (0, 0, 3, 0)


def test_a_list_of_ones_own_is_known_again_whether_it_is_called_so_or_not(cast):
    text = "id,name,email\n7,Ann,ann@a.example\n"
    import_records(cast.ada, text, preset="generic")
    assert counts(import_records(cast.ada, text)) == (0, 0, 1, 0)
