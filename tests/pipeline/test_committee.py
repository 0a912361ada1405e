"""The buying committee of a deal: who takes part, where they stand, who was spoken with, and what is risky about it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from leads.models import Contact
from pipeline.actions import EditedMeanwhile, answer_gate
from pipeline.actions.people import add_to_committee, give_role, take_stance
from pipeline.gates import ask
from pipeline.queries.committee import committee_of
from timeline.log import record
from timeline.models import Event
from timeline.queries import timeline_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.proposal, amount=48_000)


def join(deal, cast, name, role, stance=""):
    add_to_committee(deal, name=name, role=role, stance=stance, by=cast.alice)
    return Contact.objects.get(name=name)


def speak(cast, deal, contact):
    record("deal.call", deal, by=cast.alice, about=(contact,), details={"text": "Spoke"}, owner=deal.owner)


def test_where_somebody_stands_is_told(cast, deal):
    kari = join(deal, cast, "Kari Solheim", "decides", "for")
    take_stance(deal, contact=kari, stance="against", by=cast.bob)
    assert take_stance(deal, contact=kari, stance="against", by=cast.bob) is None
    assert str(timeline_of(deal, cast.alice)[0].sentence) == (
        "<b>Bob Baker</b> noted where <b>Kari Solheim</b> stands: <b>Against</b>"
    )
    assert [(member.contact, member.stance) for member in committee_of(deal)] == [(kari, "against")]


def test_the_last_touch_of_each(cast, deal, django_assert_num_queries):
    kari, erik = join(deal, cast, "Kari", "decides"), join(deal, cast, "Erik", "champion")
    speak(cast, deal, erik)
    with django_assert_num_queries(1):
        touched = {member.contact: member.touched for member in committee_of(deal)}
    assert touched == {kari: None, erik: Event.objects.get(verb="deal.call").happened_at}


def test_what_is_done_for_the_deal_was_done_with_its_main_contact(cast, deal):
    kari = join(deal, cast, "Kari", "decides")
    deal.contact = kari
    deal.save()
    record("followup.done", deal, by=cast.alice, details={}, owner=deal.owner)
    assert committee_of(deal).members[0].touched == Event.objects.get(verb="followup.done").happened_at


def test_warnings(cast, deal):
    assert committee_of(deal).warnings == []
    erik = join(deal, cast, "Erik", "champion", "for")
    assert committee_of(deal).warnings == [
        "Nobody here decides. Find out who signs.",
        "All hangs on Erik. Get to know a second person.",
    ]
    kari = join(deal, cast, "Kari", "decides")
    speak(cast, deal, erik)
    assert committee_of(deal).warnings == [
        "Kari decides, and you have not met.",
        "Erik carries all the talk of the last 30 days.",
    ]
    speak(cast, deal, kari)
    take_stance(deal, contact=kari, stance="against", by=cast.alice)
    assert committee_of(deal).warnings == ["Against it: Kari."]


def test_an_old_talk_is_no_talk(cast, deal):
    erik = join(deal, cast, "Erik", "decides", "for")
    join(deal, cast, "Kari", "champion", "for")
    speak(cast, deal, erik)
    members = committee_of(deal)
    members.members[0].touched = timezone.now() - timedelta(days=31)
    assert members.warnings == []


def test_two_people_give_a_role(as_user, cast, deal):
    kari = join(deal, cast, "Kari", "decides")
    give_role(deal, contact=kari, role="blocker", by=cast.alice, seen="decides")
    with pytest.raises(EditedMeanwhile):
        give_role(deal, contact=kari, role="champion", by=cast.bob, seen="decides")
    sent = {"member": deal.committee.get().pk, "role": "champion", "seen_role": "decides", "seen_stance": ""}
    answer = as_user(cast.bob).post(f"/deals/{deal.pk}/committee/role/", sent)
    assert answer.status_code == 409
    for words in ("Alice Archer", "Blocker", "Champion"):
        assert words in answer.text
    assert deal.committee.get().role == "blocker"


def test_a_stance_by_the_menu(as_user, cast, deal):
    join(deal, cast, "Kari", "decides")
    sent = {"member": deal.committee.get().pk, "stance": "neutral", "seen_stance": "", "seen_role": "decides"}
    assert as_user(cast.bob).post(f"/deals/{deal.pk}/committee/role/", sent).status_code == 302
    assert (deal.committee.get().stance, deal.committee.get().role) == ("neutral", "decides")


def test_the_guide_leads_to_the_one_who_decides(as_user, cast, board, make_deal):
    deal = make_deal(cast.alice, board.prospecting, qualified=False)
    join(deal, cast, "Lars Brekke", "decides")
    assert "meet Lars Brekke</a>" in as_user(cast.alice).get(f"/deals/{deal.pk}/").text


@pytest.mark.parametrize(
    ("risk", "found"), [("undecided", ["A", "B"]), ("unmet", ["C"]), ("single", ["B", "C"]), ("opposed", ["D"])]
)
def test_deals_are_found_by_their_committee(as_user, cast, board, make_deal, risk, found):
    people = {"A": [], "B": [("Erik", "champion", "for")], "C": [("Kari", "decides", "")]}
    people["D"] = [("Lars", "decides", "for"), ("Amina", "blocker", "against")]
    for title, members in people.items():
        deal = make_deal(cast.alice, board.demo, title)
        for name, role, stance in members:
            join(deal, cast, name, role, stance)
    page = as_user(cast.alice).get(f"/deals/?committee={risk}&order=title").context["page"]
    assert [deal.title for deal in page] == found


def test_a_gate_asks_whether_the_decider_was_met(cast, deal):
    def is_met():
        return ask(deal, {"contact:met": True})[0].met

    kari = join(deal, cast, "Kari", "decides")
    assert is_met() is False
    take_stance(deal, contact=kari, stance="neutral", by=cast.alice)
    assert is_met() is True
    answer_gate(deal, answers={"committee_met_name": "Lars", "committee_met_stance": "for"}, by=cast.alice)
    assert [(member.role, member.stance) for member in committee_of(deal)] == [
        ("decides", "neutral"),
        ("decides", "for"),
    ]
