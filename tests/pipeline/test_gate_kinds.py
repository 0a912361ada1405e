"""Every kind of thing a gate can ask for: missing, met, asked for in a form, given, and written down."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from followups.actions.follow_ups import cancel_follow_up, plan_follow_up
from followups.models import FollowUp
from leads.models import Company, Contact, Label
from pipeline.actions import create_deal, move_deal
from pipeline.actions.checklists import retire_item, tick_item, untick_item
from pipeline.actions.people import give_role, take_out_of_committee
from pipeline.actions.proposals import say_proposal
from pipeline.gates import GateClosed, ask, ask_many, readings_on_the_way, requirements_for
from pipeline.models import ChecklistItem, Deal, Gate
from pipeline.move_forms import GateForm
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate(board):
    """`gate("amount", "step")`: what Proposal asks for."""

    def make(*keys, is_blocking=True, stage=board.proposal):
        return Gate.objects.create(stage=stage, requirements=list(keys), is_blocking=is_blocking)

    return make


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.demo)


@pytest.fixture
def item(board):
    return ChecklistItem.objects.create(stage=board.demo, text="Price walked through")


def state_of(deal, key):
    """Whether one requirement is met, asked of the deal as it is now."""
    return ask(Deal.objects.for_cards().get(pk=deal.pk), {key: True})[0].met


def give(deal, board, user, **typed):
    """Fill in the short form as a person does, and move; returns the Move."""
    with pytest.raises(GateClosed) as closed:
        move_deal(deal, to=board.proposal, by=user)
    form = GateForm(deal, closed.value.missing, user, typed)
    assert form.is_valid(), form.errors
    return move_deal(deal, to=board.proposal, by=user, answers=form.cleaned_data)


@pytest.mark.parametrize(
    ("key", "typed", "verbs"),
    [
        ("bant:budget", {"budget": "2", "budget_evidence": "Capex plan"}, ["deal.qualified"]),
        ("amount", {"amount": "12,400"}, ["deal.edited"]),
        ("field:expected_close", {"expected_close": "2027-01-15"}, ["deal.edited"]),
        ("field:company", {"company": "Elbtal"}, ["company.created", "deal.edited"]),
        ("field:contact", {"contact_name": "Kari Solheim"}, ["contact.created", "deal.edited"]),
        ("field:source", {"source": "Nor-Fishing fair"}, ["deal.edited"]),
        ("field:product", {"product": "Sensor kit"}, ["deal.edited"]),
        ("step", {"step_title": "Call Kari", "step_day": "2199-01-01"}, ["followup.planned"]),
        ("proposal:sent", {"proposal_sent": "2026-01-05"}, ["deal.proposal"]),
        ("proposal:accepted", {"proposal_accepted": "2026-01-05"}, ["deal.proposal"]),
        ("contact:decides", {"committee_decides_name": "Lars Brekke"}, ["contact.created", "deal.joined"]),
        (
            "contact:any",
            {"committee_any_name": "Kari", "committee_any_role": "champion"},
            ["contact.created", "deal.joined"],
        ),
    ],
)
def test_what_is_asked_for_is_given_with_the_move(cast, board, make_deal, gate, key, typed, verbs):
    deal = make_deal(cast.alice, board.demo, company=None)
    type(deal.qualification).objects.update(**dict.fromkeys(deal.qualification.TOPICS, 0))
    gate(key)
    assert not state_of(deal, key)
    before = Event.objects.latest("id").pk
    move = give(deal, board, cast.bob, **typed)
    assert (move.deal.stage, state_of(deal, key)) == (board.proposal, True)
    events = Event.objects.filter(pk__gt=before).order_by("pk")
    assert [event.verb for event in events] == [*verbs, "deal.moved"]
    assert {event.actor for event in events} == {cast.bob}


def test_a_label_is_chosen(cast, board, deal, gate):
    gate("field:label")
    hot = Label.objects.get(name="Hot")
    assert give(deal, board, cast.alice, label=str(hot.pk)).deal.label == hot


def test_an_item_of_the_checklist_is_ticked(cast, board, deal, gate, item):
    gate(f"check:{item.pk}")
    give(deal, board, cast.alice, **{f"check_{item.pk}": "on"})
    assert (deal.ticks.get().item, deal.ticks.get().by) == (item, cast.alice)
    assert Event.objects.get(verb="deal.ticked").details["item"] == "Price walked through"


def test_a_tick_can_be_taken_back(cast, deal, item):
    for _twice in range(2):
        tick_item(deal, item=item, by=cast.alice)
    assert state_of(deal, f"check:{item.pk}")
    for _twice in range(2):
        untick_item(deal, item=item, by=cast.bob)
    assert not state_of(deal, f"check:{item.pk}")
    assert [event.verb for event in Event.objects.filter(verb__contains="ticked").order_by("pk")] == [
        "deal.ticked",
        "deal.unticked",
    ]


def test_an_item_off_its_list_is_not_asked_for(cast, board, deal, gate, item):
    gate(f"check:{item.pk}")
    retire_item(item, by=cast.ada)
    assert move_deal(deal, to=board.proposal, by=cast.alice).deal.stage == board.proposal


def test_a_key_nobody_knows_asks_for_nothing(cast, board, deal, gate):
    gate("horoscope:good", "check:999", "check:x", "field:shoe_size")
    assert move_deal(deal, to=board.proposal, by=cast.alice).deal.stage == board.proposal


def test_only_items_of_earlier_stages_are_offered(board, item):
    later = ChecklistItem.objects.create(stage=board.negotiation, text="Signed")
    offered = dict(requirements_for(board.proposal))
    assert (offered[f"check:{item.pk}"], f"check:{later.pk}" in offered) == ("Price walked through", False)
    assert {"step", "amount", "contact:decides", "proposal:accepted", "field:source"} <= set(offered)


def test_a_step_counts_while_one_is_still_to_come(cast, deal):
    assert not state_of(deal, "step")
    soon, past = (timezone.now() + timedelta(days=days) for days in (2, -2))
    step = plan_follow_up(about=deal, kind=None, title="Call", due_at=soon, by=cast.alice)
    assert state_of(deal, "step")
    FollowUp.objects.create(kind=step.kind, title="Late", deal=deal, owner=cast.alice, due_at=past)
    Deal.objects.update(next_step_at=past)
    assert state_of(deal, "step")
    cancel_follow_up(step, by=cast.alice)
    assert not state_of(deal, "step")


def test_a_step_of_yesterday_is_no_answer(deal, cast):
    missing = ask(deal, {"step": True})
    form = GateForm(deal, missing, cast.alice, {"step_day": "2026-01-01"})
    assert not form.is_valid()
    assert form.errors["step_day"] == ["That day has passed. Choose today or later."]


def test_a_proposal_accepted_was_sent(cast, deal):
    assert (state_of(deal, "proposal:sent"), state_of(deal, "proposal:accepted")) == (False, False)
    say_proposal(deal, state="sent", by=cast.alice)
    assert (state_of(deal, "proposal:sent"), state_of(deal, "proposal:accepted")) == (True, False)
    say_proposal(deal, state="accepted", by=cast.alice)
    assert (state_of(deal, "proposal:sent"), state_of(deal, "proposal:accepted")) == (True, True)
    say_proposal(deal, state="", by=cast.alice)
    deal.refresh_from_db()
    assert (deal.proposal, deal.proposal_on) == ("", None)


def test_a_proposal_is_not_sent_tomorrow(deal, cast):
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = GateForm(deal, ask(deal, {"proposal:sent": True}), cast.alice, {"proposal_sent": str(tomorrow)})
    assert not form.is_valid()
    assert form.errors["proposal_sent"] == ["That day is still to come. Choose today or earlier."]


def test_the_companys_people_are_offered_and_nobody_elses(cast, deal):
    Contact.objects.create(name="Kari", company=deal.company, owner=cast.alice)
    Contact.objects.create(name="Other", company=Company.objects.create(name="Elsewhere"), owner=cast.alice)
    form = GateForm(deal, ask(deal, {"contact:champion": True}), cast.alice)
    assert list(form.people) == ["Kari"]


def test_a_name_that_is_known_makes_no_second_contact(cast, board, deal, gate):
    kari = Contact.objects.create(name="Kari Solheim", company=deal.company, owner=cast.alice)
    gate("contact:decides")
    give(deal, board, cast.alice, committee_decides_name="kari  solheim")
    assert [(member.contact, member.role) for member in deal.committee.all()] == [(kari, "decides")]


def test_a_person_without_a_name_is_no_answer(cast, deal):
    form = GateForm(deal, ask(deal, {"contact:user": True}), cast.alice, {"committee_user_name": "  "})
    assert not form.is_valid()
    assert form.errors["committee_user_name"] == ["Write the name of a person."]


def test_another_role_and_none(cast, deal):
    kari = Contact.objects.create(name="Kari", company=deal.company)
    give_role(deal, contact=kari, role="user", by=cast.alice)
    assert give_role(deal, contact=kari, role="user", by=cast.alice) is None
    assert give_role(deal, contact=kari, role="decides", by=cast.alice).changes == {"role": ["user", "decides"]}
    assert (state_of(deal, "contact:decides"), state_of(deal, "contact:user")) == (True, False)
    take_out_of_committee(deal, contact=kari, by=cast.alice)
    assert take_out_of_committee(deal, contact=kari, by=cast.alice) is None
    assert not state_of(deal, "contact:any")


EVERYTHING = ["bant:budget", "amount", "step", "proposal:sent", "contact:decides", "contact:any", "field:source"]


def test_a_new_deal_brings_its_answers_along(cast, board, gate, item):
    gate("contact:decides", "step", f"check:{item.pk}", stage=board.qualification)
    answers = {"committee_decides_name": "Lars", "step_day": timezone.localdate(), f"check_{item.pk}": True}
    deal = create_deal(by=cast.alice, title="New", stage=board.qualification, answers=answers)
    assert (deal.committee.get().contact.name, deal.ticks.get().item) == ("Lars", item)
    assert deal.follow_ups.get().title == "Follow up with New"
    assert Deal.objects.get().next_step_at == deal.follow_ups.get().due_at


def test_all_stages_are_asked_in_a_constant_number_of_queries(board, deal, item, gate):
    def count():
        fresh = Deal.objects.for_cards().get(pk=deal.pk)
        with CaptureQueriesContext(connection) as queries:
            readings_on_the_way(fresh, board.stages)
        return len(queries)

    board.retention.gate.delete()
    assert count() == 1  # nobody asks for anything ahead but to read the gates
    second = ChecklistItem.objects.create(stage=board.demo, text="Security review")
    gate(*EVERYTHING, f"check:{item.pk}")
    one = count()
    gate(*EVERYTHING, f"check:{item.pk}", f"check:{second.pk}", "contact:user", stage=board.negotiation)
    Gate.objects.filter(stage=board.close).update(requirements=EVERYTHING)
    assert (one, count()) == (4, 4)  # gates, committee, the words of the items, their ticks


def test_many_deals_are_asked_at_once(cast, board, make_deal, item):
    deals = [make_deal(cast.alice, board.demo, title) for title in "ABC"]
    tick_item(deals[1], item=item, by=cast.alice)
    keys = dict.fromkeys([*EVERYTHING, f"check:{item.pk}"], True)
    with CaptureQueriesContext(connection) as queries:
        asked = ask_many(deals, keys)
    assert len(queries) == 3
    assert [asked[deal.pk][-1].met for deal in deals] == [False, True, False]
