"""Leads, companies and contacts from files: made, found again, changed, tried, taken back."""

import pytest

from accounts.models import User
from leads.actions import create_company, create_lead, edit_lead, log_touch
from leads.duplicates.merging import merge
from leads.importing import actions
from leads.models import Company, Contact, ImportBatch, ImportChange, ImportMapping, Label, Lead, Qualification
from tests.leads.files import counts, run
from timeline.models import Event

pytestmark = pytest.mark.django_db
Status = ImportBatch.Status
LEADS = """\
Id,Name,Email,Phone,Company,Country,Lead status,Label,Owner,First contact
L1,Mwana Kapinga,mwana@dar.example,030 1234567,Dar Freight,Germany,New,Hot,Alice Archer,2026-11-02
L2,سارا محمدی,sara@esfahan.example,,فروشگاه بزرگ,,Contacted,,,
L3,陈晓明,chen@shanghai.example,,上海物流,China,New,,bob@tamar.example,
L4,Broken,not an address,,,,New,,,
L5,Unknown,who@where.example,,,,Sleeping,,,
L6,Undated,un@dated.example,,,,New,,,someday
"""


def receive(by, text=LEADS, kind="leads", name="leads.csv", **options):
    return actions.receive_file(kind=kind, name=name, content=text.encode(), options=options, by=by)


def import_records(by, text=LEADS, kind="leads", *, finds_by=None, is_rehearsal=False, **options):
    batch = receive(by, text, kind, **options)
    actions.queue_import(
        batch, mapping=batch.mapping, options={}, finds_by=finds_by, is_rehearsal=is_rehearsal, by=batch.owner
    )
    run()
    batch.refresh_from_db()
    return batch


def revert(batch, by):
    assert actions.revert_import(batch, by=by)
    run()
    batch.refresh_from_db()
    return batch


def picture():
    """Every lead, company, contact and sheet as it stands, but for the number of its version."""
    return [
        [
            {name: value for name, value in row.items() if name != "version"}
            for row in model.objects.order_by("pk").values()
        ]
        for model in (Lead, Company, Contact, Qualification)
    ]


@pytest.mark.usefixtures("hot")
def test_rows_become_leads_and_the_rest_is_given_back(cast):
    batch = import_records(cast.ada)
    assert (batch.status, batch.error) == (Status.DONE, "")
    assert counts(batch) == (3, 0, 0, 3)
    assert list(batch.rejected.values_list("line", "reason")) == [
        (5, "E-mail: “not an address” is not an e-mail address."),
        (6, "Status: nobody said what “Sleeping” means."),
        (7, "First contact: “someday” is not a day we can read, such as 2026-11-19."),
    ]
    lead = Lead.objects.select_related("owner", "label").get(external_id="L1")
    assert (lead.name, lead.email, lead.phone, lead.phone_key) == (
        "Mwana Kapinga",
        "mwana@dar.example",
        "030 1234567",
        "+49301234567",
    )
    assert (lead.owner, lead.label.name, lead.label_is_by_hand, lead.status) == (cast.alice, "Hot", True, "new")
    assert lead.first_contact_on.isoformat() == "2026-11-02"
    assert lead.qualification.answers == [0, 0, 0, 0]


@pytest.mark.usefixtures("hot")
def test_names_of_all_countries_come_in_as_they_are(cast):
    import_records(cast.ada)
    assert Lead.objects.get(external_id="L2").name == "سارا محمدی"
    assert Lead.objects.get(external_id="L3").company_name == "上海物流"
    assert Lead.objects.get(external_id="L3").owner == cast.bob
    assert (Lead.objects.get(external_id="L2").owner, Lead.objects.get(external_id="L2").status) == (None, "working")


@pytest.mark.usefixtures("hot")
def test_the_same_file_again_changes_nothing(cast):
    import_records(cast.ada)
    before, events = picture(), Event.objects.filter(verb="lead.edited").count()
    assert counts(import_records(cast.ada)) == (0, 0, 3, 3)
    assert picture() == before
    assert Event.objects.filter(verb="lead.edited").count() == events


def test_what_differs_is_changed_and_empty_cells_change_nothing(cast):
    import_records(cast.ada, "id,name,email,phone,source\nA,Ann,ann@a.example,030 1234567,Fair\n")
    batch = import_records(cast.ada, "id,name,email,phone,source\nA,Anne,,,Web\n")
    assert counts(batch) == (0, 1, 0, 0)
    lead = Lead.objects.get()
    assert (lead.name, lead.email, lead.source, lead.version) == ("Anne", "ann@a.example", "Web", 2)
    event = Event.objects.get(verb="lead.edited")
    assert event.changes == {"name": ["Ann", "Anne"], "source": ["Fair", "Web"]}
    assert event.details == {
        "import": batch.pk,
        "name": "Anne",
        "said": {"name": ["Ann", "Anne"], "source": ["Fair", "Web"]},
        "version": 2,
    }
    change = ImportChange.objects.get(batch=batch)
    assert (change.before, change.after) == ({"name": "Ann", "source": "Fair"}, {"name": "Anne", "source": "Web"})


@pytest.mark.parametrize(
    ("key", "row"), [("email", "Ann,ANN@a.example,+49 30 999"), ("phone", "Ann,other@a.example,+49 30 1234567")]
)
def test_known_records_are_found_by_the_chosen_key(cast, key, row):
    create_lead(by=cast.ada, name="Ann", email="ann@a.example", phone="030 1234567", country="Germany")
    batch = import_records(cast.ada, f"name,email,phone\n{row}\n", finds_by=key)
    assert counts(batch) == (0, 1, 0, 0)
    assert Lead.objects.count() == 1


def test_without_a_key_every_row_is_new(cast):
    import_records(cast.ada, "name,email\nAnn,ann@a.example\n", finds_by="")
    batch = import_records(cast.ada, "name,email\nAnn,ann@a.example\n", finds_by="")
    assert (counts(batch), batch.doubles) == ((1, 0, 0, 0), 1)


def test_what_several_records_are_known_by_is_refused(cast):
    for _number in range(2):
        create_lead(by=cast.ada, name="Ann", email="ann@a.example")
    batch = import_records(cast.ada, "name,email\nAnn,ann@a.example\n")
    assert batch.rejected.get().reason == "Several records are known by this: merge them first."


def test_an_id_of_another_record_is_refused(cast):
    import_records(cast.ada, "id,name,email\nA,Ann,ann@a.example\n")
    batch = import_records(cast.ada, "id,name,email\nA,Ben,ben@b.example\n", finds_by="email")
    assert batch.rejected.get().reason == "The id “A” belongs to another record already."


def test_a_manager_cannot_change_what_she_does_not_see(cast):
    create_lead(by=cast.ada, owner=cast.charlie, name="Ann", email="ann@a.example")
    batch = import_records(cast.mona, "name,email\nAnne,ann@a.example\n")
    assert batch.rejected.get().reason == "A record that is known by this exists already, and you may not change it."
    assert Lead.objects.get().name == "Ann"


def test_ids_of_two_programs_do_not_collide(cast):
    import_records(cast.ada, "Record ID,First Name,Last Name\n7,Ann,Archer\n", preset="hubspot")
    import_records(cast.ada, "Lead ID,First Name,Last Name\n7,Ben,Baker\n", preset="salesforce")
    found = Lead.objects.order_by("pk").values_list("external_id", "name")
    assert list(found) == [("hubspot:7", "Ann Archer"), ("salesforce:7", "Ben Baker")]


def test_a_rehearsal_counts_and_writes_nothing(cast):
    create_lead(by=cast.ada, name="Ann", email="ann@a.example")
    before = picture()
    text = "name,email,owner\nAnne,ann@a.example,\nBen,ben@b.example,Nobody Known\nX,x,\n"
    batch = import_records(cast.ada, text, is_rehearsal=True)
    assert (counts(batch), batch.status) == ((1, 1, 0, 1), Status.DONE)
    assert picture() == before
    assert not User.objects.filter(name="Nobody Known").exists()
    assert not ImportChange.objects.exists()
    assert not actions.revert_import(batch, by=cast.ada)
    actions.begin_in_earnest(batch, by=cast.ada)
    run()
    batch.refresh_from_db()
    assert (counts(batch), Lead.objects.count()) == ((1, 1, 0, 1), 2)


def test_a_batch_is_taken_back_exactly(cast, hot):
    create_lead(by=cast.ada, name="Ann", email="ann@a.example", owner=cast.alice, source="Fair")
    before = picture()
    text = "name,email,source,label,owner\nAnne,ann@a.example,Web,Hot,bob@tamar.example\nBen,ben@b.example,Web,Hot,\n"
    batch = import_records(cast.ada, text)
    assert (counts(batch), picture() == before) == ((1, 1, 0, 0), False)
    revert(batch, cast.ada)
    assert picture() == before
    assert (batch.status, batch.restored, batch.kept) == (Status.REVERTED, 2, 0)
    assert Event.objects.filter(verb="import.reverted").get().details["restored"] == 2
    assert Event.objects.filter(verb="lead.edited").order_by("pk").last().changes["name"] == ["Anne", "Ann"]


def test_what_others_have_worked_on_is_kept(cast):
    create_lead(by=cast.ada, name="Ann", email="ann@a.example")
    batch = import_records(cast.ada, "name,email\nAnne,ann@a.example\nBen,ben@b.example\nCy,cy@c.example\n")
    anne, ben = (Lead.objects.get(name=name) for name in ("Anne", "Ben"))
    edit_lead(anne, by=cast.alice, version=anne.version, name="Annette")
    log_touch(ben, by=cast.alice, kind="call", text="No answer")
    revert(batch, cast.ada)
    assert (batch.restored, batch.kept) == (1, 2)
    assert list(Lead.objects.order_by("name").values_list("name", flat=True)) == ["Annette", "Ben"]


def test_companies_and_contacts_are_read_by_the_same_importer(cast):
    text = "Company name,Website,Employees,Country,Owner\nDar Freight,dar.example,120,Tanzania,Alice Archer\n"
    assert counts(import_records(cast.ada, text, "companies")) == (1, 0, 0, 0)
    company = Company.objects.get()
    assert (company.name, company.domain, company.size, company.owner) == (
        "Dar Freight",
        "dar.example",
        "50-249",
        cast.alice,
    )
    text = (
        "First name,Last name,Email,Company\nMwana,Kapinga,m@dar.example,DAR  freight\nNew,One,n@o.example,Elsewhere\n"
    )
    batch = import_records(cast.ada, text, "contacts")
    assert counts(batch) == (2, 0, 0, 0)
    assert Contact.objects.get(name="Mwana Kapinga").company == company
    assert Company.objects.count() == 2
    assert counts(import_records(cast.ada, text, "contacts")) == (0, 0, 2, 0)
    revert(batch, cast.ada)
    assert (Contact.objects.count(), list(Company.objects.all())) == (0, [company])


def test_a_mapping_is_kept_for_the_next_file(cast):
    batch = receive(cast.ada, "wer,adresse\nAnn,ann@a.example\n")
    actions.queue_import(
        batch,
        mapping={"columns": {"name": "wer", "email": "adresse"}, "values": {}},
        options={},
        finds_by="email",
        by=cast.ada,
    )
    assert ImportMapping.objects.get().name == "leads.csv"
    again = receive(cast.ada, "wer,adresse\nBen,ben@b.example\n", name="more.csv")
    assert (again.mapping["columns"], again.finds_by) == ({"name": "wer", "email": "adresse"}, "email")
    mended = receive(cast.ada, "line,reason,wer,adresse\n2,Bad,Ben,ben@b.example\n", name="mended.csv")
    assert mended.mapping["columns"] == {"name": "wer", "email": "adresse"}
    assert receive(cast.mona, "wer,adresse\nBen,ben@b.example\n").mapping["columns"] == {}


def test_a_paused_import_goes_on_where_it_stopped(cast, monkeypatch):
    monkeypatch.setattr("leads.importing.running.BUNCH", 2)
    from leads.importing.running import Run

    text = "name,email\n" + "".join(f"N{number},n{number}@a.example\n" for number in range(7))
    batch = receive(cast.ada, text)
    actions.queue_import(batch, mapping=batch.mapping, options={}, by=cast.ada)
    actions.claim_import()
    with Run(ImportBatch.objects.get(pk=batch.pk)) as one:
        assert one.take_bunch()
        assert actions.pause_import(batch, by=cast.ada)
        assert not one.take_bunch()
    assert actions.claim_import() is None
    batch.refresh_from_db()
    assert (batch.status, batch.done) == (Status.PAUSED, 2)
    actions.resume_import(batch, by=cast.ada)
    run()
    batch.refresh_from_db()
    assert (counts(batch), Lead.objects.count()) == ((7, 0, 0, 0), 7)


@pytest.mark.usefixtures("hot")
def test_a_label_must_be_one_of_the_house(cast):
    batch = import_records(cast.ada, "name,email,label\nAnn,ann@a.example,Hot\nBen,ben@b.example,Lukewarm\n")
    assert counts(batch) == (1, 0, 0, 1)
    assert Lead.objects.get().label == Label.objects.get()


def test_a_row_that_names_a_company_merged_away_goes_to_the_one_that_was_kept(cast):
    kept, gone = (create_company(by=cast.ada, name=name) for name in ("Dar Freight", "Dar Cargo"))
    merge(kept, gone, by=cast.ada)
    import_records(cast.ada, "name,company\nMwana Kapinga,dar cargo\n", "contacts", finds_by="")
    assert Contact.objects.get().company == kept
