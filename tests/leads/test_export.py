"""Leads, companies and contacts out of the house and back in again: nothing runs, nothing changes."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kit.sheets import defused, unguarded
from leads.actions import create_company, create_contact, create_lead
from leads.importing import actions
from leads.importing.reading import Table, find_delimiter, find_encoding
from leads.models import Lead
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


def test_a_file_tells_the_score(as_user, cast):
    make_lead("Mwana Kapinga", cast.alice, score=72)
    content = sent(as_user(cast.alice).post(reverse("leads:export")))
    table = Table(content, find_encoding(content), find_delimiter(content, "utf-8-sig"))
    assert [row.cells["Score"] for row in table] == ["72"]


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
