"""After an import its likely doubles are found, by the same question as everywhere, whatever becomes of the worker."""

import pytest
from django.db import connection
from django.urls import reverse

from leads.actions import create_company, create_lead
from leads.duplicates.pairs import find_pairs
from leads.importing import actions, looking, running
from leads.importing.kinds import kind_of
from leads.models import ImportBatch, LikelyPair
from tests.leads.files import run
from tests.leads.test_import_records import import_records, receive, revert

pytestmark = pytest.mark.django_db
TEXT = "name,email,company\nMwana Kapinga,mwana@dar.example,Dar Freight\nBen Baker,ben@b.example,Elsewhere\n"


@pytest.fixture
def mwana(cast):
    return create_lead(by=cast.ada, name="Kapinga, Mwana", email="mwana@dar.example", company_name="Dar Freight Ltd")


def open_pairs():
    return [(pair.one, pair.other) for pair in LikelyPair.objects.filter(state="open").order_by("pk")]


def test_pairs_stand_in_the_list_and_are_counted(cast, mwana):
    batch = import_records(cast.ada, TEXT, finds_by="")
    made = batch.changes.get(line=2)
    assert open_pairs() == [tuple(sorted((f"lead:{mwana.pk}", f"lead:{made.record_id}")))]
    assert (batch.doubles, looking.FROM in batch.options) == (1, False)


def test_what_was_changed_is_looked_at_too_and_once_more_when_taken_back(cast, mwana):
    create_lead(by=cast.ada, name="Nobody", email="other@dar.example", external_id="A")
    text = "id,name,email\nA,Mwana Kapinga,mwana@dar.example\n"
    batch = import_records(cast.ada, text)
    assert (batch.updated, batch.doubles, len(open_pairs())) == (1, 1, 1)
    revert(batch, cast.ada)
    assert open_pairs() == []


def test_companies_made_for_deals_and_contacts_are_looked_at(cast):
    create_company(by=cast.ada, name="Dar Freight", domain="")
    batch = import_records(cast.ada, "name,email,company\nAnn,a@a.example,Dar Freight GmbH\n", "contacts")
    assert (batch.doubles, len(open_pairs())) == (1, 1)


def test_another_worker_goes_on_where_one_was_killed(cast, mwana, monkeypatch):
    monkeypatch.setattr(looking, "BUNCH", 1)
    batch = actions.receive_file(kind="leads", name="leads.csv", content=TEXT.encode(), by=cast.ada)
    actions.queue_import(batch, mapping=batch.mapping, options={}, finds_by="", by=cast.ada)
    running.run_batch(actions.claim_import())
    batch.refresh_from_db()
    assert (batch.status, batch.options[looking.FROM]) == (ImportBatch.Status.DONE, 0)
    with running.open_run(ImportBatch.objects.get(pk=actions.claim_import())) as killed:
        assert killed.take_bunch()
    assert actions.claim_import() is None
    ImportBatch.objects.update(progressed_at=batch.created_at - actions.FORGOTTEN_AFTER)
    run()
    batch.refresh_from_db()
    assert (batch.doubles, looking.FROM in batch.options, len(open_pairs())) == (1, False, 1)


def test_a_look_that_fails_leaves_the_import_done(cast, mwana, monkeypatch):
    batch = actions.receive_file(kind="leads", name="leads.csv", content=TEXT.encode(), by=cast.ada)
    actions.queue_import(batch, mapping=batch.mapping, options={}, finds_by="", by=cast.ada)
    running.run_batch(actions.claim_import())
    monkeypatch.setattr(looking, "find_pairs", lambda keys: find_pairs(["lead:nothing"]))
    run()
    batch.refresh_from_db()
    assert (batch.status, looking.FROM in batch.options) == (ImportBatch.Status.DONE, False)
    assert next(kind_of(batch).remarks(batch.options["notes"])).startswith("So many names are alike")


def test_what_takes_too_long_is_looked_at_in_smaller_bunches(cast, mwana, monkeypatch):
    def slowly(keys):
        keys = list(keys)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 100")
            cursor.execute("SELECT pg_sleep(%s)", [len(keys) - 1])
            cursor.execute("SET LOCAL statement_timeout = 0")
        return find_pairs(keys)

    monkeypatch.setattr(looking, "BUNCH", 10)
    monkeypatch.setattr(looking, "find_pairs", slowly)
    batch = import_records(cast.ada, TEXT, finds_by="")
    assert (batch.doubles, "unlooked" in batch.options["notes"]) == (1, False)


def test_the_page_says_that_it_looks(as_user, cast):
    batch = actions.receive_file(kind="leads", name="leads.csv", content=TEXT.encode(), by=cast.ada)
    actions.queue_import(batch, mapping=batch.mapping, options={}, finds_by="", by=cast.ada)
    running.run_batch(actions.claim_import())
    page = as_user(cast.ada).get(reverse("leads:import", args=[batch.pk])).text
    assert "Now looking for likely duplicates" in page
    assert 'hx-trigger="every 1s"' in page
    run()
    page = as_user(cast.ada).get(reverse("leads:import", args=[batch.pk])).text
    assert "Now looking" not in page
    assert 'hx-trigger="every 1s"' not in page


def test_a_new_file_goes_before_the_look_at_an_old_one(cast):
    old, new = (receive(cast.ada, TEXT) for _number in range(2))
    actions.queue_import(old, mapping=old.mapping, options={}, finds_by="", by=cast.ada)
    running.run_batch(actions.claim_import())
    actions.queue_import(new, mapping=new.mapping, options={}, finds_by="", by=cast.ada)
    assert [actions.claim_import(), actions.claim_import(), actions.claim_import()] == [new.pk, old.pk, None]
