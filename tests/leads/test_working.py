"""What is done to a lead: taken, qualified, talked to, let go and brought back."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from leads import actions
from leads.models import Lead
from tests.world import make_lead


def url(name, lead):
    return reverse(f"leads:{name}", args=[lead.pk])


def again(lead):
    return Lead.objects.get(pk=lead.pk)


def test_a_lead_nobody_has_is_taken(as_user, cast, verbs):
    free = make_lead("Chiara", None)
    response = as_user(cast.bob).post(url("take", free))
    assert (response.status_code, response.url) == (302, reverse("leads:list"))
    assert again(free).owner == cast.bob
    assert verbs() == ["lead.taken"]


def test_the_second_to_take_a_lead_is_told_who_was_faster(cast, verbs):
    free = make_lead("Chiara", None)
    actions.take_lead(free, by=cast.bob)
    with pytest.raises(ValidationError, match="Bob Baker took this lead first"):
        actions.take_lead(free, by=cast.alice)
    assert again(free).owner == cast.bob


def test_answers_are_kept_with_their_evidence_and_day(as_user, cast, lead, verbs):
    told = {"budget": 2, "budget_evidence": "CFO mail", "authority": 1, "need": 0, "timeline": 0}
    assert as_user(cast.alice).post(url("qualify", lead), told).status_code == 302
    sheet = again(lead).qualification
    assert (sheet.budget, sheet.budget_evidence, sheet.authority) == (2, "CFO mail", 1)
    assert sheet.budget_on is not None
    assert verbs() == ["lead.qualified"]


def test_four_confirmed_answers_make_it_qualified_and_one_less_does_not(cast, lead):
    actions.qualify(lead, by=cast.alice, budget=2, authority=2, need=2, timeline=2)
    assert again(lead).status == Lead.Status.QUALIFIED
    actions.qualify(lead, by=cast.alice, need=1)
    assert again(lead).status == Lead.Status.WORKING


def test_a_wrong_answer_keeps_the_evidence(as_user, cast, lead):
    told = {"budget": 9, "budget_evidence": "CFO mail", "authority": 0, "need": 0, "timeline": 0}
    response = as_user(cast.alice).post(url("qualify", lead), told)
    assert response.status_code == 422
    assert "CFO mail" in response.content.decode()


def test_a_call_is_a_touch_and_a_note_is_none(as_user, cast, lead, verbs):
    client = as_user(cast.alice)
    client.post(url("touch", lead), {"kind": "note", "text": "Fleet of 180"})
    assert (again(lead).last_touch_at, again(lead).status) == (None, "new")
    client.post(url("touch", lead), {"kind": "call", "text": "Will send the list"})
    assert again(lead).last_touch_at is not None
    assert again(lead).status == "working"
    assert verbs() == ["lead.noted", "lead.call"]
    page = client.get(url("lead", lead)).content.decode()
    assert "Fleet of 180" in page
    assert "Will send the list" in page


def test_an_empty_note_is_refused(as_user, cast, lead):
    response = as_user(cast.alice).post(url("touch", lead), {"kind": "call", "text": " "})
    assert response.status_code == 422
    assert "Write what was said." in response.content.decode()


def test_not_a_fit_needs_a_reason_and_can_be_brought_back(as_user, cast, lead, verbs):
    client = as_user(cast.alice)
    assert client.post(url("disqualify", lead), {"reason": ""}).status_code == 422
    client.post(url("disqualify", lead), {"reason": "No fleet"})
    assert (again(lead).status, again(lead).status_reason) == ("disqualified", "No fleet")
    client.post(url("bring-back", lead))
    assert (again(lead).status, again(lead).status_reason) == ("working", "")
    assert verbs() == ["lead.disqualified", "lead.returned"]


UNDO = re.compile(r'<form method="post" action="([^"]*/undo/)" data-undo>.*?name="next" value="([^"]*)"', re.DOTALL)


@pytest.mark.parametrize(
    ("name", "posted", "undone"),
    [
        ("recycle", {"until": str(timezone.localdate() + timedelta(days=90))}, "lead.recycled"),
        ("disqualify", {"reason": "No fleet"}, "lead.disqualified"),
        ("take", {"back": "lead"}, "lead.taken"),
    ],
)
def test_what_is_done_on_the_page_is_undone_there(as_user, cast, verbs, name, posted, undone):
    lead = make_lead("Chiara", None)
    client = as_user(cast.alice)
    page = client.post(url(name, lead), posted, follow=True).content.decode()
    address, back = UNDO.search(page).groups()
    assert back == url("lead", lead)
    assert client.post(address, {"next": back}).url == back
    one = again(lead)
    assert (one.status, one.owner, one.returns_on, one.status_reason) == ("new", None, None, "")
    assert verbs() == [undone, "lead.undone"]


def test_a_lead_brought_back_rests_again_by_undo(as_user, cast, lead):
    until = timezone.localdate() + timedelta(days=90)
    actions.recycle(lead, until=until, reason="Budget in spring", by=cast.alice)
    client = as_user(cast.alice)
    address, _back = UNDO.search(client.post(url("bring-back", lead), follow=True).content.decode()).groups()
    client.post(address)
    assert (again(lead).status, again(lead).returns_on) == ("recycled", until)


@pytest.mark.parametrize("name", ["take", "qualify", "touch", "disqualify", "bring-back"])
def test_strangers_find_nothing_guests_may_not_and_links_do_nothing(as_user, cast, lead, name):
    assert as_user(cast.charlie).post(url(name, lead)).status_code == 404
    assert as_user(cast.gus).post(url(name, lead)).status_code == 403
    assert as_user(cast.alice).get(url(name, lead)).status_code == 405
