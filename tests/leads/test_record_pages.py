"""Companies and contacts: what their pages gather, for whom; parents without circles; lists with one filter bar."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import SavedView
from leads.actions import create_company, create_contact, create_lead, edit_company, log_touch
from leads.models import Company, Contact, ImportBatch, ImportChange
from leads.queries_records import around_company, story_of
from pipeline.actions import create_deal, note_on_deal
from pipeline.actions.converting import convert_lead
from tests.counting import queries_of
from timeline.log import record


@pytest.fixture
def harbour(cast):
    return create_company(by=cast.alice, name="Harbour Lines", owner=cast.alice, city="Oslo", industry="Shipping")


@pytest.fixture
def seen(as_user):
    """The text of a record's page as somebody sees it."""
    return lambda user, record: as_user(user).get(reverse(f"leads:{record._meta.model_name}", args=[record.pk])).text


# ── one timeline ──


def test_everything_stands_in_one_timeline(cast, board, harbour, seen):
    person = create_contact(by=cast.alice, name="Kari", company=harbour, owner=cast.alice)
    lead = create_lead(by=cast.alice, name="Nils", owner=cast.alice, company=harbour)
    log_touch(lead, kind="call", text="Rang from the quay", by=cast.alice)
    deal = create_deal(by=cast.alice, title="Reefers", stage=board.prospecting, company=harbour, contact=person)
    note_on_deal(deal, text="Wants a pilot in May", by=cast.bob)
    shown = seen(cast.alice, harbour)
    assert all(words in shown for words in ("Rang from the quay", "Wants a pilot in May", "added the contact"))
    assert "Wants a pilot in May" in seen(cast.alice, person)


def test_each_line_names_the_deal_or_lead_it_tells_of(cast, board, harbour):
    lead = create_lead(by=cast.alice, name="Nils", owner=cast.alice, company=harbour)
    deal = create_deal(by=cast.alice, title="Reefers", stage=board.prospecting, company=harbour)
    hidden = create_deal(by=cast.charlie, title="Hidden", stage=board.prospecting, owner=cast.charlie)
    record("company.noted", harbour, by=cast.alice, about=(hidden,), details={"text": "Both at once"})
    names = around_company(harbour, cast.alice).names
    assert [line.of for line in story_of(names)] == [
        None,
        ("Reefers", reverse("pipeline:deal", args=[deal.pk])),
        ("Nils", reverse("leads:lead", args=[lead.pk])),
        None,
    ]


def test_what_the_viewer_may_not_see_is_not_told(cast, board, harbour, seen):
    Company.objects.update(owner=None)
    lead = create_lead(by=cast.alice, name="Nils Hidden", owner=cast.alice, company=harbour)
    log_touch(lead, kind="call", text="Rang from the quay", by=cast.alice)
    deal = create_deal(by=cast.alice, title="Reefers", stage=board.prospecting, company=harbour)
    note_on_deal(deal, text="Wants a pilot in May", by=cast.alice)
    shown = seen(cast.charlie, harbour)
    assert [words for words in ("Nils Hidden", "Rang from", "Reefers", "pilot in May") if words in shown] == []


def test_a_deal_given_to_others_is_told_no_more(cast, board, harbour, seen):
    deal = create_deal(by=cast.alice, title="Reefers", stage=board.prospecting, company=harbour)
    note_on_deal(deal, text="Wants a pilot in May", by=cast.alice)
    type(deal).objects.update(owner=cast.charlie)
    assert "pilot in May" not in seen(cast.bob, harbour)


def test_what_was_merged_into_it_speaks_too(cast, harbour, seen):
    gone = create_company(by=cast.alice, name="Harbor Lines Twin", owner=cast.alice)
    Company.objects.filter(pk=gone.pk).update(merged_into=harbour)
    assert "Harbor Lines Twin" in seen(cast.alice, harbour)


@pytest.mark.parametrize("kind", ["company", "contact"])
def test_a_note_is_written_on_it(as_user, cast, harbour, verbs, kind):
    person = create_contact(by=cast.alice, name="Kari", owner=cast.alice)
    record = {"company": harbour, "contact": person}[kind]
    url = reverse(f"leads:{kind}-note", args=[record.pk])
    assert as_user(cast.gus).post(url, {"text": "x"}).status_code == 403
    assert as_user(cast.charlie).post(url, {"text": "x"}).status_code == 404
    client = as_user(cast.bob)
    assert client.post(url, {"text": ""}).status_code == 422
    assert client.get(url).status_code == 405
    assert client.post(url, {"text": "Pays late"}).status_code == 302
    assert verbs()[-1] == f"{kind}.noted"
    assert "Pays late" in client.get(reverse(f"leads:{kind}", args=[record.pk])).text


# ── parents and children ──


def test_a_parent_counts_what_its_children_sell(cast, board, harbour, seen):
    child = create_company(by=cast.alice, name="Harbour Polska", owner=cast.alice, parent=harbour)
    create_deal(by=cast.alice, title="Own", stage=board.prospecting, company=harbour, amount=1000)
    create_deal(by=cast.alice, title="Theirs", stage=board.prospecting, company=child, amount=500)
    shown = seen(cast.alice, harbour)
    assert "Harbour Polska" in shown
    assert "With the companies below it: <bdi>€1.5k</bdi> open, <bdi>€0</bdi> won" in shown
    assert "Harbour Lines" in seen(cast.alice, child)


def test_there_are_no_circles(cast, harbour):
    child = create_company(by=cast.alice, name="Child", parent=harbour)
    grandchild = create_company(by=cast.alice, name="Grandchild", parent=child)
    for parent in (harbour, child, grandchild):
        with pytest.raises(ValidationError, match="belongs to Harbour Lines"):
            edit_company(harbour, by=cast.alice, parent=parent)


def test_a_circle_is_refused_with_everything_typed(as_user, cast, harbour):
    create_company(by=cast.alice, name="Child", owner=cast.alice, parent=harbour)
    typed = {"name": "Renamed", "parent": "child", "owner": cast.alice.pk}
    answer = as_user(cast.alice).post(reverse("leads:company-edit", args=[harbour.pk]), typed)
    assert (answer.status_code, "Child belongs to Harbour Lines" in answer.text) == (422, True)
    assert 'value="Renamed"' in answer.text
    harbour.refresh_from_db()
    assert (harbour.name, harbour.parent) == ("Harbour Lines", None)


def test_a_parent_is_chosen_by_its_name(as_user, cast, harbour):
    child = create_company(by=cast.alice, name="Child", owner=cast.alice)
    edit = reverse("leads:company-edit", args=[child.pk])
    typed = {"name": "Child", "owner": cast.alice.pk}
    assert as_user(cast.alice).post(edit, typed | {"parent": "Nowhere"}).status_code == 422
    assert as_user(cast.alice).post(edit, typed | {"parent": "harbour lines"}).status_code == 302
    child.refresh_from_db()
    assert child.parent == harbour


def test_facts_are_changed_where_they_stand(as_user, cast, harbour):
    part = as_user(cast.alice).get(reverse("leads:company-edit", args=[harbour.pk]), headers={"HX-Request": "true"})
    assert ("<html" in part.text, 'id="facts"' in part.text) == (False, True)


# ── where it came from, who is like it ──


def test_it_says_which_lead_it_was_made_of(cast, board, seen):
    lead = create_lead(by=cast.alice, name="Mwana", owner=cast.alice, company_name="Dar Freight")
    deal = convert_lead(lead, stage=board.prospecting, title="Fleet", amount=0, currency="EUR", by=cast.alice)
    for made in (deal.company, deal.contact):
        assert "Alice Archer converted a lead" in seen(cast.alice, made)


def test_it_says_which_file_brought_it(cast, harbour, seen):
    batch = ImportBatch.objects.create(kind="companies", file_name="harbours.csv", content=b"", owner=cast.mona)
    ImportChange.objects.create(batch=batch, record="company", record_id=harbour.pk, line=2)
    assert "harbours.csv" in seen(cast.mona, harbour)


def test_likes_are_shown(cast, harbour, seen):
    create_company(by=cast.bob, name="Harbour Lines AS", owner=cast.bob)
    create_company(by=cast.charlie, name="Harbour Lines Ltd", owner=cast.charlie)
    shown = seen(cast.alice, harbour)
    assert ("Perhaps the same" in shown, "Harbour Lines AS" in shown, "Harbour Lines Ltd" in shown) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize("kind", ["company", "contact"])
def test_a_page_asks_the_same_however_much_there_is(as_user, cast, board, harbour, kind):
    person = create_contact(by=cast.alice, name="Kari", company=harbour, owner=cast.alice)
    record, client, counts = {"company": harbour, "contact": person}[kind], as_user(cast.alice), []
    for number in range(3):
        create_lead(by=cast.alice, name=f"Lead {number}", owner=cast.bob, company=harbour, contact=person)
        deal = create_deal(
            by=cast.alice, title=f"Deal {number}", stage=board.prospecting, company=harbour, contact=person
        )
        note_on_deal(deal, text="x", by=cast.bob)
        create_company(by=cast.alice, name=f"Child {number}", owner=cast.bob, parent=harbour)
        create_contact(by=cast.alice, name=f"Person {number}", company=harbour, owner=cast.bob)
        counts.append(queries_of(client, reverse(f"leads:{kind}", args=[record.pk])))
    assert counts[2] == counts[0]


# ── lists ──


@pytest.fixture
def three(cast, board):
    made = [
        create_company(by=cast.alice, name=name, owner=owner, industry=industry, size=size, country=country)
        for name, owner, industry, size, country in [
            ("Alpha", cast.alice, "Shipping", "10-49", "Norway"),
            ("Beta", cast.bob, "Rail", "1000+", "Chile"),
            ("Gamma", None, "", "", ""),
        ]
    ]
    create_deal(by=cast.alice, title="Big", stage=board.prospecting, company=made[1], amount=9000)
    return made


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Alpha", "Beta", "Gamma"]),
        ("order=-name", ["Gamma", "Beta", "Alpha"]),
        ("order=industry", ["Beta", "Alpha", "Gamma"]),
        ("order=-where", ["Alpha", "Beta", "Gamma"]),
        ("order=new", ["Alpha", "Beta", "Gamma"]),
        ("order=owner", ["Alpha", "Beta", "Gamma"]),
        ("order=nonsense", ["Alpha", "Beta", "Gamma"]),
        ("industry=Rail", ["Beta"]),
        ("industry=Rail&industry=Shipping", ["Alpha", "Beta"]),
        ("industry=Nothing", []),
        ("size=1000%2B", ["Beta"]),
        ("country=Chile&country=Norway", ["Alpha", "Beta"]),
        ("deals=open", ["Beta"]),
        ("deals=won", []),
        ("deals=none", ["Alpha", "Gamma"]),
        ("owner=null", ["Gamma"]),
        ("q=amm", ["Gamma"]),
    ],
)
def test_companies_are_filtered_and_sorted(as_user, cast, three, asked, found):
    page = as_user(cast.alice).get(f"/companies/?{asked}")
    assert [company.name for company in page.context["rows"]] == found


def test_totals_stand_in_the_list(as_user, cast, three):
    rows = as_user(cast.alice).get("/companies/").context["rows"]
    assert [(row.totals.open, row.totals.open_worth) for row in rows] == [(0, 0), (1, 9000), (0, 0)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Ann", "Ben"]),
        ("order=-name", ["Ben", "Ann"]),
        ("order=company", ["Ben", "Ann"]),
        ("decides=1", ["Ben"]),
        ("company=alph", ["Ben"]),
        ("job=chief", ["Ann"]),
    ],
)
def test_contacts_are_filtered_and_sorted(as_user, cast, three, asked, found):
    create_contact(by=cast.alice, name="Ann", owner=cast.alice, job_title="Chief buyer")
    create_contact(by=cast.alice, name="Ben", owner=cast.alice, company=three[0], decides=True)
    page = as_user(cast.alice).get(f"/contacts/?{asked}")
    assert [contact.name for contact in page.context["page"]] == found


@pytest.mark.parametrize("name", ["companies", "contacts"])
def test_an_empty_list_teaches(as_user, cast, name):
    assert "yet" in as_user(cast.alice).get(f"/{name}/").text
    assert "Clear filters" in as_user(cast.alice).get(f"/{name}/?q=nobody").text


@pytest.mark.parametrize("subject", ["companies", "contacts"])
def test_a_filter_is_saved_as_a_view(as_user, cast, subject):
    client = as_user(cast.alice)
    asked = {"subject": subject, "face": "list", "query": "q=oslo", "name": "In Oslo"}
    answer = client.post(reverse("accounts:view-new"), asked)
    view = SavedView.objects.get()
    assert answer.url == f"/{subject}/?q=oslo&view={view.pk}"
    assert "In Oslo" in client.get(f"/{subject}/").text


@pytest.mark.parametrize("kind", ["company", "contact"])
def test_doubles_are_told_while_a_record_is_written_and_edited(as_user, cast, harbour, kind):
    kari = create_contact(by=cast.alice, name="Kari Solheim", email="kari@harbour.example", company=harbour)
    one = {"company": harbour, "contact": kari}[kind]
    client = as_user(cast.alice)
    for address in (reverse(f"leads:{kind}-new"), reverse(f"leads:{kind}-edit", args=[one.pk])):
        page = client.get(address).text
        assert f'hx-post="{reverse("leads:likes")}"' in page
        assert page.count('id="record"') == 1
    assert f'name="of" value="{kind}:{one.pk}"' in page
    who = {"name": "Kari Solheim", "email": kari.email}
    typed = {"company": {"name": "Harbour Lines", "domain": ""}, "contact": who}
    typed = typed[kind] | {"owner": cast.alice.pk}
    assert f"{kind}:{one.pk}" in client.post(reverse("leads:likes"), typed).text
    asked = client.post(reverse(f"leads:{kind}-new"), typed)
    assert (asked.status_code, "Save once more if it is somebody else." in asked.text) == (422, True)
    assert client.post(reverse(f"leads:{kind}-new"), typed | {"seen": f"{kind}:{one.pk}"}).status_code == 302


def test_a_contact_is_like_another_of_the_same_company(as_user, cast, harbour):
    kari = create_contact(by=cast.alice, name="Kari Solheim", company=harbour, owner=cast.alice)
    typed = {"name": "Kari Solhiem", "company": "Harbour Lines"}
    assert f"contact:{kari.pk}" in as_user(cast.alice).post(reverse("leads:likes"), typed).text


def test_a_contact_is_made_from_the_page_of_its_company(as_user, cast, harbour):
    client = as_user(cast.alice)
    assert 'value="Harbour Lines"' in client.get(f"/contacts/new/?company={harbour.pk}").text
    client.post("/contacts/new/", {"name": "Kari", "company": "Harbour Lines", "owner": cast.alice.pk})
    assert Contact.objects.get().company == harbour


def test_what_no_form_has_read_yet_is_harmless(as_user, cast, harbour):
    create_contact(by=cast.alice, name="Kari Solheim", email="kari@fjord.example", owner=cast.alice)
    for name in ("Kari\0 Solheim", "Kari Solheim" + "x" * 500_000):
        typed = {"name": name, "email": "kari@fjord.example", "of": "\0"}
        answer = as_user(cast.alice).post(reverse("leads:likes"), typed)
        assert (answer.status_code, "Kari Solheim" in answer.text) == (200, True)
