"""The list of leads: its tabs, filters, order and pages."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.models import FollowUp, FollowUpKind
from leads.models import Lead
from tests.counting import queries_of
from tests.world import make_lead

LIST = "leads:list"


def names_on(page):
    """The leads of the page in their order."""
    return re.findall(r'href="/leads/\d+/"><b>(.*?)</b>', page.content.decode())


def counts_on(page):
    return [int(count) for count in re.findall(r'<span class="n">(\d+)</span>', page.content.decode())]


@pytest.fixture
def leads(cast, hot):
    return {
        "mine": make_lead("Mine", cast.alice, score=20, label=hot, source="Fair"),
        "bobs": make_lead("Bob’s", cast.bob, score=90, source="Web"),
        "open": make_lead("Nobody’s", None, score=50, company_name="Gelo Sud"),
        "done": make_lead("Done", cast.alice, status=Lead.Status.CONVERTED),
        "out": make_lead("Out", cast.alice, status=Lead.Status.DISQUALIFIED),
        "foreign": make_lead("Foreign", cast.charlie, score=99, source="Their secret fair"),
    }


def test_the_inbox_shows_what_may_be_seen_highest_score_first(as_user, cast, leads):
    page = as_user(cast.alice).get(reverse(LIST))
    assert names_on(page) == ["Bob’s", "Nobody’s", "Mine"]
    assert counts_on(page) == [3, 1, 1, 1, 1]


def test_only_sources_of_visible_leads_are_offered(as_user, cast, leads):
    page = as_user(cast.alice).get(reverse(LIST)).content.decode()
    assert ('value="Fair"' in page, "Their secret fair" in page) == (True, False)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("tab=mine", ["Mine"]),
        ("tab=unassigned", ["Nobody’s"]),
        ("tab=converted", ["Done"]),
        ("tab=not-a-fit", ["Out"]),
        ("tab=no-such-tab", ["Bob’s", "Nobody’s", "Mine"]),
        ("q=gelo", ["Nobody’s"]),
        ("source=Fair", ["Mine"]),
        ("status=new", ["Bob’s", "Nobody’s", "Mine"]),
        ("status=nonsense", ["Bob’s", "Nobody’s", "Mine"]),
    ],
)
def test_tabs_and_filters_narrow_the_list(as_user, cast, leads, query, names):
    assert names_on(as_user(cast.alice).get(f"{reverse(LIST)}?{query}")) == names


def test_filters_by_owner_and_label_stand_in_the_address(as_user, cast, leads, hot):
    client = as_user(cast.alice)
    assert names_on(client.get(reverse(LIST), {"owner": cast.bob.pk})) == ["Bob’s"]
    assert names_on(client.get(reverse(LIST), {"owner": "null"})) == ["Nobody’s"]
    assert names_on(client.get(reverse(LIST), {"label": hot.pk})) == ["Mine"]


def test_a_foreign_owner_cannot_be_filtered_by(as_user, cast, leads):
    page = as_user(cast.alice).get(reverse(LIST), {"owner": cast.charlie.pk})
    assert "Charlie" not in page.content.decode()
    assert "Foreign" not in page.content.decode()


def test_fifty_stand_on_a_page(as_user, cast):
    for number in range(51):
        make_lead(f"Lead {number}", cast.alice)
    client = as_user(cast.alice)
    assert [len(names_on(client.get(reverse(LIST), {"page": page}))) for page in (1, 2, 99)] == [50, 1, 1]


def test_the_number_of_queries_does_not_grow(as_user, cast, hot):
    client, counts = as_user(cast.alice), []
    for number in range(3):
        make_lead(f"Lead {number}", cast.bob, label=hot)
        counts.append(queries_of(client, reverse(LIST)))
    assert counts[2] == counts[0]


def test_a_late_promise_is_said_in_the_list(as_user, cast, lead):
    late = timezone.now() - timedelta(days=2)
    kind = FollowUpKind.objects.create(name="Call")
    FollowUp.objects.create(kind=kind, title="Call", lead=lead, owner=cast.alice, due_at=late)
    assert "2 d overdue" in as_user(cast.alice).get(reverse(LIST)).content.decode()
