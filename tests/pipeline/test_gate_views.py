"""Gates over HTTP: the short form before a move and for a new deal, warnings, and the parts of a deal they ask for."""

from urllib.parse import quote
from uuid import uuid4

import pytest
from django.urls import reverse

from leads.models import Contact
from pipeline.actions import move_deal
from pipeline.actions.people import give_role
from pipeline.actions.pipelines import add_pipeline
from pipeline.actions.setup import GATES
from pipeline.models import ChecklistItem, Deal, Gate
from tests.board import draw
from tests.counting import queries_of
from timeline.models import Event

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.demo, "A")


@pytest.fixture
def item(board):
    return ChecklistItem.objects.create(stage=board.demo, text="Price walked through")


def ask_for(stage, *keys, is_blocking=True):
    return Gate.objects.create(stage=stage, requirements=list(keys), is_blocking=is_blocking)


def post(client, name, /, *args, query="", script=True, **fields):
    return client.post(reverse(f"pipeline:{name}", args=args) + query, fields, headers=SCRIPT if script else {})


def move(client, deal, stage, **fields):
    return post(client, "deal-move", deal.pk, stage=stage.pk, version=deal.stage_version, op=str(uuid4()), **fields)


def test_a_new_workspace_asks_what_winning_and_handing_over_ask(board):
    gates = {gate.stage.name: (gate.requirements, gate.is_blocking) for gate in Gate.objects.select_related("stage")}
    assert gates == GATES
    assert (gates["Close"], gates["Retention"]) == ((["amount"], True), (["contact:any"], False))


def test_a_win_asks_for_the_value(as_user, cast, board, deal):
    alice = as_user(cast.alice)
    asked = move(alice, deal, board.close)
    assert (asked.status_code, "Close needs Value" in asked.text) == (422, True)
    assert move(alice, deal, board.close, gate=1, amount="48,000").status_code == 200
    assert (Deal.objects.get().status, Deal.objects.get().amount) == ("won", 48_000)


def test_a_warning_lets_the_deal_in_and_offers_to_fill_in(as_user, cast, board, deal):
    ask_for(board.proposal, "amount", "contact:decides", is_blocking=False)
    alice = as_user(cast.alice)
    menu = alice.get(reverse("pipeline:deal-move", args=[deal.pk])).text
    assert ("Without Value and Decision maker" in menu, 'class="gate soft"' in menu) == (True, True)
    answer = move(alice, deal, board.proposal)
    assert answer.status_code == 200
    assert "Moved to Proposal without Value and Decision maker" in answer.text
    assert "Still missing: Value and Decision maker." in answer.text
    address = reverse("pipeline:deal-gate", args=[deal.pk]) + "?need=amount&amp;need=contact%3Adecides"
    assert address in answer.text
    assert Event.objects.get(verb="deal.moved").details["lacking"] == [
        ["amount", "Value"],
        ["contact:decides", "Decision maker"],
    ]


def test_what_blocks_on_the_way_blocks_though_a_warning_asks_it_too(as_user, cast, board, deal):
    ask_for(board.proposal, "amount", is_blocking=False)
    ask_for(board.negotiation, "amount")
    alice = as_user(cast.alice)
    assert move(alice, deal, board.proposal).status_code == 200
    assert move(alice, Deal.objects.get(), board.negotiation).status_code == 422


def test_filling_in_moves_nothing(as_user, cast, board, deal):
    alice, query = as_user(cast.alice), f"?need=amount&need={quote('contact:decides')}"
    form = alice.get(reverse("pipeline:deal-gate", args=[deal.pk]) + query, headers=SCRIPT).text
    assert ("Fill in Value and Decision maker" in form, "<dialog" in form) == (True, True)
    half = post(alice, "deal-gate", deal.pk, query=query, amount="", committee_decides_name="Lars <Brekke>")
    assert (half.status_code, "Lars &lt;Brekke&gt;" in half.text) == (422, True)
    assert Event.objects.filter(verb="deal.joined").count() == 0
    done = post(alice, "deal-gate", deal.pk, query=query, amount="900", committee_decides_name="Lars")
    assert (done.status_code, "Filled in: Value and Decision maker" in done.text) == (200, True)
    assert "moved to" not in done.text
    assert (draw(board.demo), Deal.objects.get().amount) == ("A", 900)
    again = post(alice, "deal-gate", deal.pk, query=query, script=False, back="deal")
    assert (again.status_code, again.url) == (302, reverse("pipeline:deal", args=[deal.pk]))


@pytest.mark.parametrize("made_up", ["check:9", "check:" + "9" * 30, "check:-1", "check", "amount:x", "nothing:at"])
def test_what_is_made_up_in_the_address_asks_nothing(as_user, cast, deal, made_up):
    address = reverse("pipeline:deal-gate", args=[deal.pk]) + f"?need={quote(made_up)}"
    assert "Nothing is missing any more" in as_user(cast.alice).get(address, headers=SCRIPT).text


def test_an_item_of_another_pipeline_cannot_be_ticked(as_user, cast, deal, item):
    elsewhere = add_pipeline(name="Renewals", by=cast.ada).stages.first()
    foreign = ChecklistItem.objects.create(stage=elsewhere, text="Contract read")
    query = f"?need=check:{item.pk}&need=check:{foreign.pk}"
    form = as_user(cast.alice).get(reverse("pipeline:deal-gate", args=[deal.pk]) + query, headers=SCRIPT).text
    assert (item.text in form, foreign.text in form) == (True, False)
    answers = {f"check_{one.pk}": "on" for one in (item, foreign)}
    assert post(as_user(cast.alice), "deal-gate", deal.pk, query=query, **answers).status_code == 200
    assert list(deal.ticks.values_list("item", flat=True)) == [item.pk]


def test_a_gate_that_grew_meanwhile_asks_again_and_keeps_the_text(as_user, cast, board, deal):
    gate = ask_for(board.proposal, "field:source")
    alice = as_user(cast.alice)
    assert move(alice, deal, board.proposal).status_code == 422
    gate.requirements = ["field:source", "amount"]
    gate.save()
    asked = move(alice, deal, board.proposal, gate=1, source="A fair")
    assert asked.status_code == 422
    assert 'value="A fair"' in asked.text
    assert "Write what the deal is worth, like 12,400." in asked.text
    assert (Deal.objects.get().source, draw(board.demo)) == ("", "A")


def test_what_somebody_else_gave_meanwhile_is_not_asked_again(as_user, cast, board, deal):
    ask_for(board.proposal, "field:source", "amount")
    Deal.objects.update(source="A fair")
    assert move(as_user(cast.alice), deal, board.proposal, gate=1, amount="5").status_code == 200
    assert (Deal.objects.get().source, Deal.objects.get().amount) == ("A fair", 5)


def test_a_deal_moved_meanwhile_keeps_the_answers_for_another_try(as_user, cast, board, deal):
    ask_for(board.negotiation, "amount")
    move_deal(deal, to=board.proposal, by=cast.bob)
    late = move(as_user(cast.alice), deal, board.negotiation, gate=1, amount="700")
    assert (late.status_code, "Move anyway" in late.text) == (409, True)
    assert '<input type="hidden" name="amount" value="700">' in late.text
    assert Deal.objects.get().amount == 0


def test_a_forbidden_way_is_a_conflict_with_the_next_stage(as_user, cast, board, deal):
    board.pipeline.allows_skipping = False
    board.pipeline.save()
    alice = as_user(cast.alice)
    menu = alice.get(reverse("pipeline:deal-move", args=[deal.pk])).text
    assert menu.count("No stage is skipped here: Proposal comes first.") >= 2
    assert f'value="{board.negotiation.pk}" disabled' in menu
    answer = move(alice, deal, board.negotiation)
    assert (answer.status_code, "No stage is skipped here: Proposal comes first." in answer.text) == (409, True)
    assert f'id="deal-{deal.pk}"' in answer.text


# ── Quick add ──


def test_quick_add_behind_a_gate_asks_and_adds_with_the_answers(as_user, cast, board, item):
    alice, url = as_user(cast.alice), ("quick-add", board.qualification.pk)
    ask_for(board.qualification, "amount", "field:source")
    asked = post(alice, *url, title="New <deal>")
    assert asked.status_code == 422
    assert "Qualification needs Value and Source" in asked.text
    assert '<input type="hidden" name="title" value="New &lt;deal&gt;">' in asked.text
    assert f'data-add="add-{board.qualification.pk}"' in asked.text
    half = post(alice, *url, gate=1, title="New", amount="", source="A fair")
    assert (half.status_code, 'value="A fair"' in half.text, Deal.objects.count()) == (422, True, 0)
    assert post(alice, *url, gate=1, title="New", amount="800", source="A fair").status_code == 200
    made = Deal.objects.get()
    assert (made.stage, made.amount, made.base_amount, made.source) == (board.qualification, 800, 800, "A fair")
    page = post(alice, *url, script=False, title="Other")
    assert (page.status_code, "<!doctype html>" in page.text, Deal.objects.count()) == (422, True, 1)


# ── The deal's page ──


def test_the_page_says_what_the_next_gate_misses_and_what_is_ticked(as_user, cast, board, deal, item):
    ask_for(board.proposal, "amount", f"check:{item.pk}", "bant:budget")
    page = as_user(cast.alice).get(reverse("pipeline:deal", args=[deal.pk]))
    assert page.context["gate"].missing == "Value and Price walked through"
    assert "Fill in Value and Price walked through" in page.text
    assert "0 of 1" in page.text
    guest = as_user(cast.gus).get(reverse("pipeline:deal", args=[deal.pk]))
    assert ("Fill in" in guest.text, "aria-pressed" in guest.text) == (False, False)


def test_the_page_takes_as_many_queries_however_much_hangs_on_the_deal(as_user, cast, board, deal, item):
    ask_for(board.proposal, "amount", f"check:{item.pk}", "contact:any", "step")
    give_role(deal, contact=Contact.objects.create(name="Kari", company=deal.company), role="user", by=cast.alice)
    url = reverse("pipeline:deal", args=[deal.pk])
    one = queries_of(as_user(cast.alice), url)
    for name in ("Lars", "Erik"):
        ChecklistItem.objects.create(stage=board.demo, text=name)
        give_role(deal, contact=Contact.objects.create(name=name), role="blocker", by=cast.alice)
    assert queries_of(as_user(cast.alice), url) == one


def test_skips_and_steps_back_are_told(as_user, cast, board, make_deal):
    deal = make_deal(cast.alice, board.prospecting)
    for stage in (board.demo, board.qualification):
        move_deal(deal, to=stage, by=cast.alice)
    page = as_user(cast.alice).get(reverse("pipeline:deal", args=[deal.pk])).text
    assert ("skipped 2 stages" in page, "went back once" in page) == (True, True)


def test_ticking(as_user, cast, board, deal, item):
    alice = as_user(cast.alice)
    ticked = post(alice, "deal-tick", deal.pk, item=item.pk, done=1)
    assert (ticked.status_code, "1 of 1" in ticked.text, deal.ticks.count()) == (200, True, 1)
    assert post(alice, "deal-tick", deal.pk, item=item.pk, script=False).status_code == 302
    assert deal.ticks.count() == 0
    assert post(alice, "deal-tick", deal.pk, item=999, done=1).status_code == 422


def test_the_committee(as_user, cast, board, deal):
    alice, kari = as_user(cast.alice), Contact.objects.create(name="Kari", company=deal.company, owner=cast.alice)
    assert "Kari" in alice.get(reverse("pipeline:deal-committee", args=[deal.pk]), headers=SCRIPT).text
    assert post(alice, "deal-committee", deal.pk, name="kari ", role="champion", script=False).status_code == 302
    empty = post(alice, "deal-committee", deal.pk, name=" ", role="user", script=False)
    assert (empty.status_code, "Write the name of a person." in empty.text) == (422, True)
    assert post(alice, "deal-committee", deal.pk, name="Lars", role="decides", script=False).status_code == 302
    assert [(one.contact.name, one.role) for one in deal.committee.all()] == [("Kari", "champion"), ("Lars", "decides")]
    member = deal.committee.get(contact=kari)
    post(alice, "deal-role", deal.pk, member=member.pk, role="user")
    assert deal.committee.get(contact=kari).role == "user"
    post(alice, "deal-role", deal.pk, member=member.pk, role="")
    assert [one.contact.name for one in deal.committee.all()] == ["Lars"]
    assert post(alice, "deal-role", deal.pk, member=member.pk, role="user", script=False).status_code == 422
    page = alice.get(reverse("pipeline:deal", args=[deal.pk])).text
    assert "took <b>Kari</b> out of the buying committee" in page


def test_the_proposal_by_hand(as_user, cast, board, deal):
    alice = as_user(cast.alice)
    assert post(alice, "deal-proposal", deal.pk, state="sent", on="2026-01-05", script=False).status_code == 302
    deal.refresh_from_db()
    assert (deal.proposal, str(deal.proposal_on)) == ("sent", "2026-01-05")
    wrong = post(alice, "deal-proposal", deal.pk, state="sent", on="2199-01-05", script=False)
    assert (wrong.status_code, 'value="2199-01-05"' in wrong.text) == (422, True)
    assert "noted the proposal: <b>sent</b>" in alice.get(reverse("pipeline:deal", args=[deal.pk])).text


@pytest.mark.parametrize("name", ["deal-gate", "deal-tick", "deal-committee", "deal-role", "deal-proposal"])
def test_strangers_find_nothing_and_guests_only_look(as_user, cast, deal, name):
    assert post(as_user(cast.charlie), name, deal.pk).status_code == 404
    assert post(as_user(cast.gus), name, deal.pk).status_code == 403


@pytest.mark.parametrize("name", ["deal-tick", "deal-role"])
def test_looking_at_a_write_is_refused(as_user, cast, deal, name):
    assert as_user(cast.alice).get(reverse(f"pipeline:{name}", args=[deal.pk])).status_code == 405


# ── The stage's form ──


def test_the_checklist_of_a_stage(as_user, cast, board, item):
    ada, url = as_user(cast.ada), ("stage-checklist", board.demo.pk)
    added = post(ada, *url, act="add", text=" Security   review ")
    assert (added.status_code, "Security review" in added.text) == (200, True)
    second = ChecklistItem.objects.get(text="Security review")
    post(ada, *url, act="up", item=second.pk)
    post(ada, *url, act="rename", item=item.pk, text="Price agreed", script=False)
    items = board.demo.checklist.filter(retired_at=None)
    assert [one.text for one in items] == ["Security review", "Price agreed"]
    empty = post(ada, *url, act="add", text=" ")
    assert (empty.status_code, "Write what to do" in empty.text) == (422, True)
    for twin in ({"act": "add", "text": "price AGREED"}, {"act": "rename", "item": second.pk, "text": "Price agreed"}):
        refused = post(ada, *url, **twin)
        assert (refused.status_code, "is on this list already." in refused.text) == (422, True)
    assert post(ada, *url, act="rename", item=second.pk, text="Security Review").status_code == 200
    post(ada, *url, act="remove", item=second.pk)
    assert [one.text for one in items.all()] == ["Price agreed"]
    assert post(ada, *url, act="up", item=second.pk, script=False).status_code == 422
    assert post(as_user(cast.mona), *url, act="add", text="No").status_code == 403
    assert ada.get(reverse("pipeline:stage-checklist", args=[board.demo.pk])).status_code in (403, 405)
    assert Event.objects.filter(verb="stage.listed").count() == 4


def test_a_gate_that_warns_and_how_many_would_pass(as_user, cast, board, make_deal):
    for amount in (0, 0, 500):
        make_deal(cast.alice, board.demo, amount=amount)
    ada, url = as_user(cast.ada), reverse("pipeline:stage", args=[board.proposal.pk])
    sent = {"name": "Proposal", "kind": "open", "colour": 5, "probability": 65, "guidance": "Walk through it"}
    assert ada.post(url, sent | {"requirements": ["amount"], "is_blocking": "False"}).status_code == 302
    gate = Gate.objects.get(stage=board.proposal)
    assert (gate.requirements, gate.is_blocking) == (["amount"], False)
    assert "1 of the 3 deals in Demo would pass today." in ada.get(url).text
