"""Companies a file names: found where the importer sees them, made where not; nothing of others is touched or told."""

import pytest

from leads.models import Company, Contact
from tests.leads.files import counts, import_file
from tests.leads.test_import_records import import_records, picture, revert

pytestmark = pytest.mark.django_db
CONTACTS = "name,email,company\nAnn,ann@a.example,dar FREIGHT\nBen,ben@b.example,Dar Freight\n"


@pytest.fixture
def theirs(cast):
    """Charlie's company, of another team than Mona's."""
    return Company.objects.create(name="Dar Freight", owner=cast.charlie)


def companies_of_contacts():
    return {contact.company for contact in Contact.objects.select_related("company")}


def test_what_one_sees_is_found(cast, theirs):
    import_records(cast.ada, CONTACTS, "contacts")
    assert companies_of_contacts() == {theirs}


@pytest.mark.parametrize("owner", ["alice", None])
def test_the_teams_and_nobodys_are_found(cast, owner):
    known = Company.objects.create(name="Dar Freight", owner=owner and getattr(cast, owner))
    import_records(cast.mona, CONTACTS, "contacts")
    assert companies_of_contacts() == {known}


def test_of_what_others_have_one_gets_an_own(cast, theirs):
    before = picture()
    batch = import_records(cast.mona, CONTACTS, "contacts")
    assert counts(batch) == (2, 0, 0, 0)
    [own] = companies_of_contacts()
    assert (own == theirs, own.name, own.owner) == (False, "dar FREIGHT", cast.mona)
    revert(batch, cast.mona)
    assert picture() == before


def test_the_next_file_finds_ones_own(cast, theirs):
    import_records(cast.mona, CONTACTS, "contacts")
    batch = import_records(cast.mona, "name,email,company\nCy,cy@c.example,Dar Freight\n", "contacts")
    assert (counts(batch), Company.objects.count(), len(companies_of_contacts())) == ((1, 0, 0, 0), 2, 1)


def test_new_companies_are_nobodys(cast):
    import_records(cast.mona, CONTACTS, "contacts")
    assert Company.objects.get().owner is None


def test_what_was_merged_into_another_teams_is_not_found(cast, theirs):
    Company.objects.create(name="Dar Freight Ltd", owner=cast.alice, merged_into=theirs)
    import_records(cast.mona, "name,email,company\nAnn,ann@a.example,Dar Freight Ltd\n", "contacts")
    [own] = companies_of_contacts()
    assert (own.merged_into, own.owner) == (None, cast.mona)


def test_so_it_is_with_deals(cast, board):
    theirs = Company.objects.create(name="Northwind Ferries", owner=cast.charlie)
    import_file(cast.mona)
    assert not theirs.deals.exists()
    assert Company.objects.get(name="Northwind Ferries", owner=cast.mona).deals.exists()


def test_companies_of_others_are_not_changed(cast, theirs):
    batch = import_records(cast.mona, "name,country\nDar Freight,Tanzania\n", "companies")
    assert counts(batch) == (0, 0, 0, 1)
    theirs.refresh_from_db()
    assert theirs.country == ""
