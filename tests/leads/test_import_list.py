"""The page of past imports: what each file did, for those who may see the batch itself."""

import pytest
from django.urls import reverse

from leads.importing import actions
from tests.counting import queries_of
from tests.leads.files import run
from tests.leads.test_import_records import import_records, revert

pytestmark = pytest.mark.django_db
LIST = reverse("leads:import-list")


def files_on(answer):
    return [batch.file_name for batch in answer.context["page"]]


def test_each_file_says_what_it_did(as_user, cast):
    batch = import_records(cast.ada, "name,email\nAnn,ann@a.example\nBen,no address\n")
    revert(batch, cast.ada)
    import_records(cast.ada, "name,email\nCy,cy@c.example\n", is_rehearsal=True)
    actions.receive_file(kind="companies", name="firms.csv", content=b"name\nDar Freight\n", by=cast.ada)
    answer = as_user(cast.ada).get(LIST)
    assert [
        (one.kind_name, one.created, one.refused, one.is_rehearsal, one.status) for one in answer.context["page"]
    ] == [
        ("Companies", 0, 0, False, "mapping"),
        ("Leads", 1, 0, True, "done"),
        ("Leads", 1, 1, False, "reverted"),
    ]
    for words in ("firms.csv", "Rehearsal: Done", "by Ada: 1 gone or as before, 0 kept", "Ada"):
        assert words in answer.text
    assert reverse("leads:import", args=[batch.pk]) in answer.text


def test_people_see_the_imports_they_could_open(as_user, cast):
    for person in (cast.ada, cast.mona):
        actions.receive_file(kind="leads", name=f"{person.name}.csv", content=b"name\nAnn\n", by=person)
    assert files_on(as_user(cast.ada).get(LIST)) == ["Mona Marsh.csv", "Ada Abel.csv"]
    assert files_on(as_user(cast.mona).get(LIST)) == ["Mona Marsh.csv"]
    assert as_user(cast.alice).get(LIST).status_code == 403


@pytest.mark.parametrize(
    ("query", "files"),
    [
        ("kind=deals", []),
        ("kind=leads", ["leads.csv"]),
        ("status=done", []),
        ("status=mapping", ["leads.csv"]),
        ("status=nonsense", ["leads.csv"]),
    ],
)
def test_it_is_narrowed(as_user, cast, query, files):
    actions.receive_file(kind="leads", name="leads.csv", content=b"name\nAnn\n", by=cast.ada)
    assert files_on(as_user(cast.ada).get(f"{LIST}?{query}")) == files


def test_it_costs_the_same_however_many_there_are(as_user, cast):
    client = as_user(cast.ada)
    import_records(cast.ada, "name,email\nBen,no address\n")
    few = queries_of(client, LIST)
    for _number in range(8):
        actions.receive_file(kind="leads", name="leads.csv", content=b"name\nAnn\n", by=cast.ada)
    run()
    assert queries_of(client, LIST) == few


def test_an_empty_page_teaches(as_user, cast):
    assert "can take a whole file back" in as_user(cast.ada).get(LIST).text
    assert f'href="{LIST}"' not in as_user(cast.ada).get(reverse("leads:import-new")).text
