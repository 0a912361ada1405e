"""Leads, companies and contacts out of the house and back in again: nothing runs, nothing changes."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kit.sheets import defused, unguarded
from leads.actions import create_company, create_contact, create_lead
from leads.importing import actions
from leads.importing.reading import Table, find_delimiter, find_encoding
from leads.models import Lead, Qualification
from tests.leads.files import counts, run
from tests.world import make_lead
from timeline.models import Event

pytestmark = pytest.mark.django_db
FORMULAS = ["=1+1", "+49 30 1", "-2", "@SUM(1)", "'=1", "＝1", "a;=1+1", "a\n=1", "O'Neill; -3"]


def sent(answer):
    return b"".join(answer.streaming_content)


def import_back(by, content, name, kind):
    batch = actions.receive_file(kind=kind, name=name, content=content, by=by)
    actions.queue_import(batch, mapping=batch.mapping, options={}, by=by)
    run()
    batch.refresh_from_db()
    return batch


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_leads_go_out_and_come_back_unchanged(as_user, cast, hot, format):
    for number, text in enumerate(FORMULAS):
        facts = {"name": f"سارا 陈 {text}", "company_name": text, "notes": text, "phone": "+49 30 1234567"}
        create_lead(by=cast.ada, owner=cast.alice, email=f"n{number}@a.example", label=hot, **facts)
    before = list(Lead.objects.order_by("pk").values())
    answer = as_user(cast.ada).post(reverse("leads:export"), {"format": format})
    batch = import_back(cast.ada, sent(answer), f"leads.{format}", "leads")
    assert counts(batch) == (0, 0, len(FORMULAS), 0)
    assert list(Lead.objects.order_by("pk").values()) == before
    assert Event.objects.get(verb="leads.exported").details["count"] == len(FORMULAS)


@pytest.mark.parametrize("kind", ["companies", "contacts"])
def test_companies_and_contacts_go_out_and_come_back(as_user, cast, kind):
    company = create_company(by=cast.ada, name="Dar Freight Ltd.", domain="dar.example", country="Tanzania")
    create_contact(by=cast.ada, name="Mwana Kapinga", email="m@dar.example", company=company, owner=cast.alice)
    content = sent(as_user(cast.ada).post(reverse(f"leads:{kind}-export")))
    assert counts(import_back(cast.ada, content, "out.csv", kind)) == (0, 0, 1, 0)


def cells_of(answer):
    content = sent(answer)
    return [row.cells for row in Table(content, find_encoding(content), find_delimiter(content, "utf-8-sig"))]


def test_a_file_tells_score_touch_and_answers(as_user, cast):
    touched = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    lead = make_lead("Mwana Kapinga", cast.alice, score=72, email="m@dar.example", last_touch_at=touched)
    Qualification.objects.filter(pk=lead.qualification_id).update(budget=2, budget_evidence="=CFO said so", need=1)
    [row] = cells_of(as_user(cast.alice).post(reverse("leads:export")))
    told = ("Score", "Last touch", "Budget", "Budget, evidence", "Authority", "Need", "Timeline", "Timeline, evidence")
    assert [row[head] for head in told] == [
        "72",
        "2026-11-20 09:30",
        "Confirmed",
        "=CFO said so",
        "Unknown",
        "Partly",
        "Unknown",
        "",
    ]


def test_what_is_only_told_is_left_alone_on_the_way_back(as_user, cast):
    lead = make_lead("Mwana Kapinga", cast.alice, score=72, email="m@dar.example")
    Qualification.objects.filter(pk=lead.qualification_id).update(budget=2, budget_evidence="Signed")
    before = [list(model.objects.values()) for model in (Lead, Qualification)]
    content = sent(as_user(cast.ada).post(reverse("leads:export")))
    batch = import_back(cast.ada, content.replace(b"Signed", b"Other"), "leads.csv", "leads")
    assert not {"Budget", "Budget, evidence", "Need", "Timeline", "Last touch"} & set(batch.mapping["columns"].values())
    assert counts(batch) == (0, 0, 1, 0)
    assert [list(model.objects.values()) for model in (Lead, Qualification)] == before


@pytest.mark.parametrize(
    "query", ["", "order=name", "order=-name", "order=-touch", "order=source", "tab=mine&order=-owner"]
)
def test_leads_stand_in_the_file_as_on_the_screen(as_user, cast, query):
    for number, name in enumerate(("Cy", "Ann", "Ben", "Di")):
        touched = datetime(2026, 11, 1 + number * 7 % 5, tzinfo=UTC)
        make_lead(name, cast.alice, score=number * 7 % 5, source=f"S{number * 3 % 4}", last_touch_at=touched)
    client = as_user(cast.alice)
    shown = [row.lead.name for row in client.get(f"{reverse('leads:list')}?{query}").context["sight"].rows]
    assert [row["Name"] for row in cells_of(client.post(f"{reverse('leads:export')}?{query}"))] == shown
    assert len(shown) == 4


@pytest.mark.parametrize("kind", ["companies", "contacts"])
@pytest.mark.parametrize("query", ["", "order=-name", "order=owner", "order=new"])
def test_so_do_companies_and_contacts(as_user, cast, kind, query):
    for number, owner in enumerate((cast.bob, cast.alice, cast.mona)):
        create_company(by=cast.ada, name=f"Freight {number * 2 % 3}", owner=owner)
        create_contact(by=cast.ada, name=f"Ann {number * 2 % 3}", owner=owner)
    client = as_user(cast.alice)
    shown = [one.name for one in client.get(f"{reverse(f'leads:{kind}')}?{query}").context["page"]]
    assert [row["Name"] for row in cells_of(client.post(f"{reverse(f'leads:{kind}-export')}?{query}"))] == shown
    assert len(shown) == 3


def test_only_what_one_sees_goes_out(as_user, cast):
    create_lead(by=cast.ada, name="Seen", owner=cast.alice)
    create_lead(by=cast.ada, name="Hidden", owner=cast.charlie)
    content = sent(as_user(cast.alice).post(reverse("leads:export")))
    table = Table(content, find_encoding(content), find_delimiter(content, "utf-8-sig"))
    assert [row.cells["Name"] for row in table] == ["Seen"]


def test_exports_are_posts(as_user, cast):
    assert as_user(cast.alice).get(reverse("leads:export")).status_code == 405


@given(st.text(alphabet="=+-@'＝＋ ;|\t\r\nab\"\u200e", max_size=12))
def test_the_guard_comes_off_exactly(text):
    assert unguarded(defused(text)) == text
