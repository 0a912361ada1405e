"""Leads, companies and contacts with fields an admin added: written, told, filtered, and only by those who may."""

import pytest
from django.urls import reverse

from leads import actions
from leads.models import Company, Contact, Lead
from tests.fields import option_of
from tests.world import make_lead
from timeline.models import Event
from timeline.sentences import sentence_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def alice(as_user, cast):
    return as_user(cast.alice)


@pytest.fixture
def lead(cast):
    return make_lead("Kari Solheim", cast.alice)


@pytest.fixture
def fleet(make_field):
    return make_field("lead", "Fleet size", "number")


@pytest.fixture
def region(make_field):
    return make_field("lead", "Region", "choice", options=["North", "South"])


def test_a_new_lead_has_them(alice, fleet, region):
    south = option_of(region, "South")
    answer = alice.post(reverse("leads:new"), {"name": "Kari", fleet.fact: "1,200", region.fact: south})
    made = Lead.objects.get()
    assert (answer.status_code, made.custom) == (302, {"fleet_size": "1200", "region": south})
    page = alice.get(reverse("leads:lead", args=[made.pk])).text
    for words in ("Fleet size", "1,200", "South"):
        assert words in page


def test_editing_tells_old_and_new(alice, lead, fleet, region):
    form = {"name": lead.name, "version": lead.version, fleet.fact: "7", region.fact: option_of(region, "North")}
    alice.post(reverse("leads:edit", args=[lead.pk]), form)
    event = Event.objects.get(verb="lead.edited")
    assert event.changes["custom.fleet_size"] == [None, "7"]
    assert "Fleet size: – → 7" in sentence_of(event.verb).note(event)
    assert "Region: – → North" in sentence_of(event.verb).note(event)


def test_a_wrong_one_is_refused_and_kept(alice, lead, fleet):
    form = {"name": lead.name, "version": lead.version, fleet.fact: "many"}
    answer = alice.post(reverse("leads:edit", args=[lead.pk]), form)
    assert (answer.status_code, 'value="many"' in answer.text) == (422, True)
    assert Lead.objects.get().custom == {}


def test_two_people_and_two_fields(cast, lead, fleet, region):
    north = option_of(region, "North")
    actions.edit_lead(lead, by=cast.bob, version=lead.version, **{region.fact: north})
    actions.edit_lead(lead, by=cast.alice, version=lead.version, **{fleet.fact: "7", region.fact: None})
    assert Lead.objects.get().custom == {"fleet_size": "7", "region": north}


def test_two_people_and_one_field(cast, lead, fleet):
    actions.edit_lead(lead, by=cast.bob, version=lead.version, **{fleet.fact: "8"})
    with pytest.raises(actions.EditedMeanwhile) as meanwhile:
        actions.edit_lead(lead, by=cast.alice, version=lead.version, **{fleet.fact: "7"})
    assert "changed Fleet size while you were writing" in meanwhile.value.messages[0]


def test_companies_and_contacts_have_their_own(alice, make_field):
    plate, since = make_field("company", "Depot", "text"), make_field("contact", "Knows us since", "date")
    alice.post(reverse("leads:company-new"), {"name": "Nordkyst", plate.fact: "Harstad"})
    alice.post(reverse("leads:contact-new"), {"name": "Kari", since.fact: "2026-11-02"})
    company, contact = Company.objects.get(), Contact.objects.get()
    assert (company.custom, contact.custom) == ({"depot": "Harstad"}, {"knows_us_since": "2026-11-02"})
    assert "Harstad" in alice.get(reverse("leads:company", args=[company.pk])).text
    assert "Knows us since" in alice.get(reverse("leads:contact", args=[contact.pk])).text
    alice.post(reverse("leads:company-edit", args=[company.pk]), {"name": "Nordkyst", plate.fact: ""})
    assert Company.objects.get().custom == {}


def test_leads_are_filtered_by_them(alice, cast, fleet, region):
    for name, land, size in [("Small", "North", "2"), ("Large", "South", "100"), ("Middle", "North", "30")]:
        make_lead(name, cast.alice, custom={"fleet_size": size, "region": option_of(region, land)})
    make_lead("Bare", cast.alice)
    page = alice.get(reverse("leads:list"), {region.fact: option_of(region, "North"), f"{fleet.fact}.min": "3"}).text
    assert "Middle" in page
    assert [name for name in ("Small", "Large", "Bare") if f">{name}<" in page] == []
    assert "Region: North" in page
    sheet = alice.get(reverse("leads:filter"), {"sheet": "q"}, headers=HTMX).text
    assert "Fleet size from" in sheet
    assert "Not filled in" in sheet


def test_companies_are_filtered_by_them(alice, cast, make_field):
    depot = make_field("company", "Depot", "text")
    for name in ("Harstad", "Bodø"):
        Company.objects.create(name=f"{name} Fisk", owner=cast.alice, custom={"depot": name})
    page = alice.get(reverse("leads:companies"), {depot.fact: "Harstad"}).text
    assert "Harstad Fisk" in page
    assert "Bodø Fisk" not in page


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("Łódź-Widzew, Tor 3", "lodz widzew"),
        ("Depot Bodø", "BODO"),
        ("انبار کریمی ۱۲", "كريمي 12"),
        ("https://depot.example/a_b", "example/a_b"),
    ],
)
def test_a_text_is_found_by_a_part_of_it(alice, cast, make_field, kept, typed):
    depot = make_field("company", "Depot", "link" if "://" in kept else "text")
    for name, text in (("Wanted", kept), ("Other", "Harstad"), ("Empty", None)):
        Company.objects.create(name=name, owner=cast.alice, custom={"depot": text} if text else {})
    page = alice.get(reverse("leads:companies"), {f"{depot.fact}.has": typed})
    assert [company.name for company in page.context["page"].object_list] == ["Wanted"]
    assert f"Depot contains {typed}" in page.text


def test_a_part_that_has_no_letter_finds_nothing(alice, cast, make_field):
    depot = make_field("lead", "Depot", "text")
    Lead.objects.update(custom={"depot": "100% & more"})
    make_lead("Kari", cast.alice, custom={"depot": "a & b"})
    page = alice.get(reverse("leads:list"), {f"{depot.fact}.has": "&"})
    assert (page.status_code, page.context["sight"].leads.count()) == (200, 0)
    assert "Depot" in alice.get(reverse("leads:list"), {f"{depot.fact}.has": "a b"}).text


def test_strangers_write_nothing(as_user, cast, lead, fleet):
    form = {"name": lead.name, "version": lead.version, fleet.fact: "7"}
    assert as_user(cast.charlie).post(reverse("leads:edit", args=[lead.pk]), form).status_code == 404
    assert as_user(cast.gus).post(reverse("leads:edit", args=[lead.pk]), form).status_code == 403
    assert Lead.objects.get().custom == {}
