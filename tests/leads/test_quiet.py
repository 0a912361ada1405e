"""Leads that never answered, and leads nobody turned to for long."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.models import FollowUp, FollowUpKind
from leads.models import Lead
from leads.queries_quiet import policy, silent, unanswered
from tests.world import make_lead
from timeline.models import Event

QUIET = reverse("leads:quiet")
BULK = reverse("leads:bulk")


def ago(days):
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def dead(cast):
    """Six touches since 30 days, no answer."""
    return [
        make_lead(name, owner, unanswered_touches=6, unanswered_since=ago(30), last_touch_at=ago(2), status="working")
        for name, owner in (("Dar", cast.alice), ("Oran", cast.bob))
    ]


def names(leads):
    return [lead.name for lead in leads]


def test_proposed_is_who_was_touched_often_enough_for_long_enough(cast, dead):
    make_lead("Often", cast.alice, unanswered_touches=6, unanswered_since=ago(20))
    make_lead("Long", cast.alice, unanswered_touches=5, unanswered_since=ago(90))
    make_lead("Gone", cast.alice, unanswered_touches=9, unanswered_since=ago(90), status="disqualified")
    make_lead("Hidden", cast.charlie, unanswered_touches=9, unanswered_since=ago(90))
    assert names(unanswered(cast.alice, policy())) == ["Dar", "Oran"]


def test_forgotten_is_who_nobody_touched_and_nothing_is_planned_for(cast, dead):
    old = make_lead("Old", cast.alice, score=50, created_at=ago(200))
    Lead.objects.filter(pk__in=[one.pk for one in dead]).update(last_touch_at=ago(150), created_at=ago(200))
    make_lead("Called", cast.alice, created_at=ago(200), last_touch_at=ago(10))
    make_lead("Answered", cast.alice, created_at=ago(200), answered_at=ago(10))
    planned = make_lead("Planned", cast.alice, created_at=ago(200))
    done = make_lead("Done", cast.alice, score=60, created_at=ago(200))
    kind = FollowUpKind.objects.create(name="Call")
    for lead, done_at in ((planned, None), (done, ago(120)), (old, ago(100))):
        FollowUp.objects.create(kind=kind, title="A", lead=lead, owner=cast.alice, due_at=ago(1), done_at=done_at)
    assert names(silent(cast.alice, policy())) == ["Done", "Old"]


def test_they_are_let_go_together_and_brought_back_together(as_user, cast, dead):
    client = as_user(cast.alice)
    page = client.get(QUIET).content.decode()
    assert "6 touches since" in page
    ids = ",".join(str(lead.pk) for lead in dead)
    asked = client.post(BULK, {"ids": ids, "ask": "prune"}).content.decode()
    assert "No answer to 6 touches in 21 days" in asked
    bulk = "0197a1b2-0000-4000-8000-00000000000a"
    said = {"ids": ids, "act": "prune", "reason": "No answer", "bulk": bulk}
    assert client.post(BULK, said).status_code == 302
    assert set(Lead.objects.values_list("status", "status_reason")) == {("disqualified", "No answer")}
    client.post(reverse("leads:undo-bulk", args=[bulk]))
    assert set(Lead.objects.values_list("status", "unanswered_touches")) == {("working", 6)}
    assert Event.objects.filter(verb="lead.disqualified", undone_by__isnull=False).count() == 2


def test_each_list_is_asked_for_so_many_times_whatever_its_length(as_user, cast, dead, django_assert_max_num_queries):
    client = as_user(cast.alice)
    client.get(QUIET)
    for number in range(20):
        make_lead(f"Lead {number}", cast.alice, unanswered_touches=8, unanswered_since=ago(60))
    with django_assert_max_num_queries(14):
        client.get(QUIET)
    with django_assert_max_num_queries(14):
        client.get(f"{QUIET}?kind=silent")


def test_an_empty_list_says_when_it_fills(as_user, cast):
    client = as_user(cast.gus)
    assert "Nobody to let go" in client.get(QUIET).content.decode()
    assert "Nobody is forgotten" in client.get(f"{QUIET}?kind=silent").content.decode()
