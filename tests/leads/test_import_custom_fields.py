"""Fields an admin added, filled from files: guessed, checked, written, told, given out, taken back."""

import pytest
from django.urls import reverse

from leads.actions import create_lead
from leads.importing import actions
from leads.models import Company, Contact, Lead
from pipeline.models import Deal
from tests.fields import option_of
from tests.leads.files import counts, import_file
from tests.leads.test_import_records import import_records, picture, receive, revert
from timeline.models import Event
from timeline.sentences import sentence_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def fleet(make_field):
    return make_field("lead", "Fleet size", "number")


@pytest.fixture
def regions(make_field):
    return make_field("lead", "Regions", "choices", options=["North", "South", "West"])


def test_every_kind_is_guessed_by_its_name_and_read(cast, make_field, fleet, regions):
    budget, since = make_field("lead", "Budget", "money"), make_field("lead", "Customer since", "date")
    region = make_field("lead", "Region", "choice", options=["North", "South"])
    partner, buyer = make_field("lead", "Partner", "yes_no"), make_field("lead", "Buyer", "person")
    site, note = make_field("lead", "Site", "link"), make_field("lead", "Remark", "text")
    heads = "name,Fleet size,Regions,Budget (EUR),customer_since,Region,Partner,Buyer,Site,remark"
    row = 'Ann,"1,200",South; north,"€ 1,200.50",22.11.2026,north,yes,bob@tamar.example,https://a.example,سارا 陈'
    assert counts(import_records(cast.ada, f"{heads}\n{row}\nBen,,,,,,,,,\n", finds_by="")) == (2, 0, 0, 0)
    ann, ben = Lead.objects.order_by("pk")
    assert ann.custom == {
        fleet.key: "1200",
        regions.key: sorted([option_of(regions, "North"), option_of(regions, "South")]),
        budget.key: "1200.50",
        since.key: "2026-11-22",
        region.key: option_of(region, "North"),
        partner.key: True,
        buyer.key: cast.bob.pk,
        site.key: "https://a.example",
        note.key: "سارا 陈",
    }
    assert ben.custom == {}


def test_each_refuses_with_its_own_sentence(cast, make_field, fleet, regions):
    make_field("lead", "Buyer", "person")
    text = "name,Fleet size,Regions,Buyer\nAnn,many,,\nBen,,East,\nCy,,,Nobody\n"
    batch = import_records(cast.ada, text, finds_by="")
    assert list(batch.rejected.values_list("line", "reason")) == [
        (2, "Fleet size: Write a number, like 12,400."),
        (3, "Regions: “East” is none of: North, South, West."),
        (4, "Buyer: “Nobody” is nobody here, by name or e-mail."),
    ]


def test_what_the_file_does_not_say_stays_and_all_is_taken_back(cast, make_field, fleet, regions):
    note, north = make_field("lead", "Remark", "text"), option_of(regions, "North")
    custom = {fleet.key: "7", note.key: "kept", regions.key: [north]}
    lead = create_lead(by=cast.ada, name="Ann", email="ann@a.example", custom=custom)
    before = picture()
    text = "email,name,Fleet size,Regions,Remark\nann@a.example,Ann,12,North; West,\nb@b.example,Ben,3,,\n"
    batch = import_records(cast.ada, text)
    assert counts(batch) == (1, 1, 0, 0)
    lead.refresh_from_db()
    assert lead.custom == {fleet.key: "12", note.key: "kept", regions.key: [north, option_of(regions, "West")]}
    event = Event.objects.get(verb="lead.edited")
    assert event.changes[fleet.fact] == ["7", "12"]
    assert note.fact not in event.changes
    assert event.details["said"] == {"Fleet size": ["7", "12"], "Regions": ["North", "North, West"]}
    assert "Fleet size: 7 → 12" in sentence_of(event.verb).note(event)
    assert counts(import_records(cast.ada, text)) == (0, 0, 2, 0)
    revert(batch, cast.ada)
    assert picture() == before
    assert Event.objects.filter(verb="lead.edited").latest("pk").changes[fleet.fact] == ["12", "7"]


def test_companies_and_contacts_have_theirs(cast, make_field):
    depot, since = make_field("company", "Depot", "text"), make_field("contact", "Knows us since", "date")
    import_records(cast.ada, "Name,Depot\nDar Freight,Harstad\n", "companies")
    import_records(cast.ada, "Name,Email,Knows us since\nAnn,a@a.example,2026-11-02\n", "contacts")
    assert Company.objects.get().custom == {depot.key: "Harstad"}
    assert Contact.objects.get().custom == {since.key: "2026-11-02"}


def test_deals_have_theirs_and_give_them_back(cast, board, make_field):
    fleet = make_field("deal", "Fleet size", "number")
    heads = "opportunity_id,deal_stage,engage_date,close_value,Fleet size"
    first = import_file(cast.ada, f"{heads}\nA,Engaging,2026-02-01,10,7\nB,Engaging,2026-02-01,10,\n")
    assert list(Deal.objects.order_by("pk").values_list("custom", flat=True)) == [{fleet.key: "7"}, {}]
    assert counts(first) == (2, 0, 0, 0)
    again = import_file(cast.ada, f"{heads}\nA,Engaging,2026-02-01,10,9\nB,Engaging,2026-02-01,10,\n")
    assert (counts(again), Deal.objects.get(external_id="A").custom) == ((0, 1, 1, 0), {fleet.key: "9"})
    revert(again, cast.ada)
    assert Deal.objects.get(external_id="A").custom == {fleet.key: "7"}
    bad = import_file(cast.ada, f"{heads}\nC,Engaging,2026-02-01,10,many\n")
    assert bad.rejected.get().reason == "Fleet size: Write a number, like 12,400."


def test_what_goes_out_comes_back_unchanged(as_user, cast, fleet, regions):
    custom = {fleet.key: "1200.125", regions.key: [pk for pk, *_rest in regions.options]}
    create_lead(by=cast.ada, name="Ann", email="ann@a.example", custom=custom)
    answer = as_user(cast.ada).post(reverse("leads:export"))
    batch = actions.receive_file(kind="leads", name="x.csv", content=b"".join(answer.streaming_content), by=cast.ada)
    assert {fleet.fact, regions.fact} <= batch.mapping["columns"].keys()
    assert counts(import_records(cast.ada, batch.content.decode())) == (0, 0, 1, 0)
    assert Lead.objects.get().custom == custom


def test_they_are_offered_on_the_page(as_user, cast, fleet):
    batch = receive(cast.ada, "name,wagons\nAnn,7\n")
    page = as_user(cast.ada)
    assert 'name="column-custom.fleet_size"' in page.get(reverse("leads:import", args=[batch.pk])).text
    form = {"column-name": "name", "column-custom.fleet_size": "wagons", "finds_by": "", "option-unowned": "nobody"}
    assert page.post(reverse("leads:import-columns", args=[batch.pk]), form).status_code == 302
    batch.refresh_from_db()
    assert batch.mapping["columns"] == {"name": "name", fleet.fact: "wagons"}
