"""Entries follow their records whoever changes them and however; made anew they are the same."""

import pytest

from accounts.models import EVERYBODY, SearchBeginning, SearchEntry, SearchWord
from accounts.search import upkeep
from accounts.search.asking import known_words
from accounts.search.queries import search
from accounts.search.terms import read
from accounts.search.upkeep import rebuild, recount
from leads.actions.records import note_on_record
from leads.models import Company, Contact, Lead
from pipeline.actions import note_on_deal
from pipeline.models import Deal
from tests.world import make_lead

pytestmark = pytest.mark.django_db
FIELDS = ("kind", "record_id", "holder", "owner_id", "is_closed", "title_key", "digits", "words")


def entry(record, kind=None):
    return SearchEntry.objects.get(kind=kind or record._meta.model_name, record_id=record.pk)


def everything():
    return sorted(SearchEntry.objects.values_list(*FIELDS))


@pytest.fixture
def house(cast, board, make_deal):
    """One of each, with notes; some of it handed over, renamed, merged, closed."""
    fisk = Company.objects.create(name="Fisk", owner=cast.alice)
    kari = Contact.objects.create(name="Kari", company=fisk, phone_key="+4722110000")
    deal = make_deal(cast.alice, board.demo, "Pilot", company="Fisk", contact=kari)
    lead, twin = make_lead("Luz", cast.alice), make_lead("Luz", cast.bob)
    note_on_deal(deal, text="They liked it", by=cast.alice)
    note_on_record(fisk, text="A large house", by=cast.alice)
    Company.objects.filter(pk=fisk.pk).update(name="Nordkyst Fisk")
    Deal.objects.filter(pk=deal.pk).update(owner=cast.charlie, status="won")
    Lead.objects.filter(pk=twin.pk).update(merged_into=lead)
    return deal


def test_made_anew_they_are_the_same(house):
    before = everything()
    rebuild()
    assert everything() == before
    SearchEntry.objects.all().delete()
    rebuild()
    assert everything() == before


def test_what_hangs_on_a_record_goes_with_its_owner(cast, house):
    note = SearchEntry.objects.get(kind="note", holder=f"deal:{house.pk}")
    assert (entry(house).owner_id, note.owner_id) == (cast.charlie.pk, cast.charlie.pk)
    assert f"'@{cast.charlie.pk}'" in note.words
    assert f"'@{cast.alice.pk}'" not in note.words


def test_a_name_is_known_where_it_stands(house):
    assert "'nordkyst'" in entry(house).words
    assert "'nordkyst'" in entry(Contact.objects.get()).words


def test_a_merged_record_is_gone_and_comes_back_with_its_notes(cast):
    lead, twin = make_lead("Luz", cast.alice), make_lead("Luz B", cast.bob)
    note_on_record(Company.objects.create(name="Other"), text="Nothing", by=cast.alice)
    Lead.objects.filter(pk=twin.pk).update(merged_into=lead)
    assert not SearchEntry.objects.filter(kind="lead", record_id=twin.pk).exists()
    Lead.objects.filter(pk=twin.pk).update(merged_into=None)
    assert entry(twin).owner_id == cast.bob.pk


def test_what_was_merged_is_found_at_what_it_became(cast):
    lead, twin, third = make_lead("Luz", cast.alice), make_lead("Zazie", cast.bob), make_lead("Yara", cast.bob)
    note = note_on_record(twin, text="Wants snow chains", by=cast.bob)
    before = everything()
    Lead.objects.filter(pk=twin.pk).update(merged_into=third)
    Lead.objects.filter(pk=third.pk).update(merged_into=lead)
    held = SearchEntry.objects.get(kind="note", record_id=note.pk)
    assert (held.holder, held.owner_id) == (f"lead:{lead.pk}", cast.alice.pk)
    assert all(word in entry(lead).words for word in ("'zazie'", "'yara'"))
    assert [(group.kind.key, len(group.hits)) for group in search("snow chains", cast.alice).groups] == [("note", 1)]
    merged = everything()
    rebuild()
    assert everything() == merged
    Lead.objects.filter(pk=third.pk).update(merged_into=None)
    Lead.objects.filter(pk=twin.pk).update(merged_into=None)
    assert everything() == before


def test_what_nobody_owns_is_everybodys(cast):
    assert entry(Company.objects.create(name="Open")).owner_id == EVERYBODY


def test_a_deleted_record_is_not_found(cast):
    company = Company.objects.create(name="Gone")
    pk = company.pk
    company.delete()
    assert not SearchEntry.objects.filter(kind="company", record_id=pk).exists()


def test_how_many_words_begin_is_kept_where_they_are_many(cast, monkeypatch):
    monkeypatch.setattr(upkeep, "MANY_WORDS", 2)
    for name in ("Zebra", "Zelda", "Zenon Zelda", "Zulu", "Adam"):
        Company.objects.create(name=name)
    recount()
    kept = {one.beginning: (one.uses, one.words) for one in SearchBeginning.objects.all()}
    assert {beginning: uses for beginning, (uses, _words) in kept.items() if beginning[0] == "z"} == {"z": 5, "ze": 4}
    assert kept["ze"][1][0] == "zelda"
    assert {known.uses for known in known_words(read("ze").terms)} == {4}


def test_words_are_counted_and_forgotten(cast):
    for name in ("Zebra One", "Zebra Two"):
        Company.objects.create(name=name)
    assert list(SearchWord.objects.filter(word="zebra").values_list("uses", flat=True)) == [0]
    recount()
    counted = dict(SearchWord.objects.values_list("word", "uses"))
    assert (counted["zebra"], counted["one"], counted["~company"]) == (2, 1, 2)
    Company.objects.filter(name="Zebra One").delete()
    recount()
    assert not SearchWord.objects.filter(word="one").exists()
