"""An act over many deals sent again does nothing again, its id does nothing else, and no made-up id breaks it."""

from datetime import timedelta
from uuid import uuid4, uuid5

import pytest
from django.urls import reverse
from django.utils import timezone

from leads.models import Label, LabelSet
from pipeline.actions import edit_deals, lose_deals, move_deals, park_deals, redate_deals, undo_bulk, unpark_deals
from pipeline.actions.repeats import ActTaken
from pipeline.models import Deal, LostReason
from tests.board import draw
from timeline.models import Event

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}
TAKEN = "This form was sent before, for something else. Choose once more what to do."


@pytest.fixture
def deals(cast, board, make_deal):
    """Demo: a b."""
    return [make_deal(cast.alice, board.demo, title, amount=1000) for title in "ab"]


@pytest.fixture
def hot(workspace):
    return Label.objects.create(set=LabelSet.objects.create(name="Heat"), name="Hot")


@pytest.fixture
def acts(cast, board, deals, hot):
    """Every act by its name; those that differ only in what they are told stand under two."""
    soon, reasons = timezone.localdate() + timedelta(days=3), LostReason.objects.all()
    return {
        "to proposal": (move_deals, {"to": board.proposal}),
        "to negotiation": (move_deals, {"to": board.negotiation}),
        "hot": (edit_deals, {"label": hot}),
        "to bob": (edit_deals, {"owner": cast.bob}),
        "dated": (edit_deals, {"expected_close": soon + timedelta(days=50)}),
        "put off": (redate_deals, {"day_of": lambda deal: (deal.expected_close or soon) + timedelta(days=1)}),
        "parked": (park_deals, {"until": soon}),
        "parked longer": (park_deals, {"until": soon + timedelta(days=1)}),
        "lost": (lose_deals, {"reason": reasons[0]}),
        "lost otherwise": (lose_deals, {"reason": reasons[1]}),
    }


FIRST = ["to proposal", "hot", "dated", "put off", "parked", "lost"]


@pytest.mark.parametrize("name", FIRST)
def test_the_same_act_again_is_known_and_any_other_is_refused(cast, deals, acts, name):
    bulk = uuid4()
    for other, (do, asked) in sorted(acts.items(), key=lambda act: act[0] != name):
        if other == name:
            first = do(deals, by=cast.alice, bulk=bulk, **asked)
            again = do(deals, by=cast.alice, bulk=bulk, **asked)
            assert [one.event for one in again.changed] == [one.event for one in first.changed]
        else:
            with pytest.raises(ActTaken):
                do(deals, by=cast.alice, bulk=bulk, **asked)
    assert Event.objects.of_bulk(bulk).count() == 2


def test_waking_again_is_known(cast, deals):
    park_deals(deals, until=timezone.localdate() + timedelta(days=3), by=cast.alice, bulk=uuid4())
    bulk = uuid4()
    assert len(unpark_deals(deals, by=cast.alice, bulk=bulk).changed) == 2
    assert len(unpark_deals(deals, by=cast.alice, bulk=bulk).changed) == 2
    with pytest.raises(ActTaken):
        park_deals(deals, until=timezone.localdate() + timedelta(days=3), by=cast.alice, bulk=bulk)


def act(client, deals, *, script=True, **fields):
    fields |= {"ids": ",".join(str(deal.pk) for deal in deals)}
    return client.post(reverse("pipeline:bulk"), fields, headers=SCRIPT if script else {})


@pytest.mark.parametrize("script", [True, False])
def test_another_act_under_the_same_id_is_a_conflict_with_a_sentence(as_user, cast, board, deals, script):
    alice, bulk = as_user(cast.alice), str(uuid4())
    act(alice, deals, act="move", stage=board.proposal.pk, bulk=bulk)
    parked = act(alice, deals, act="park", until="2031-01-01", bulk=bulk, script=script)
    assert (parked.status_code, TAKEN in parked.text) == (409, True)
    assert draw(board.proposal) == "a b"
    assert not Deal.objects.exclude(parked_until=None).exists()
    of_bob = act(as_user(cast.mona), deals, act="move", stage=board.proposal.pk, bulk=bulk, script=script)
    assert (of_bob.status_code, TAKEN in of_bob.text) == (409, True)


def test_no_id_can_be_made_up_that_bars_an_undo(as_user, cast, board, deals, hot):
    """Ids that follow from a known one are not to be guessed: neither an event's nor that of the undo."""
    bulk, alice = uuid4(), as_user(cast.alice)
    edit_deals(deals, label=hot, by=cast.alice, bulk=bulk)
    edit_deals(deals, owner=cast.bob, by=cast.bob, bulk=uuid5(bulk, "undo"))
    stolen = uuid5(uuid5(bulk, "undo"), f"deal.edited deal:{deals[0].pk}")
    alice.post(reverse("pipeline:deal-move", args=[deals[0].pk]), {"stage": board.proposal.pk, "op": str(stolen)})
    undone = alice.post(reverse("pipeline:undo-bulk", args=[bulk]), headers=SCRIPT)
    assert (undone.status_code, set(Deal.objects.values_list("label", flat=True))) == (200, {None})


def test_made_up_and_foreign_ids_are_absent_or_refused(as_user, cast, board, deals):
    alice, bulk = as_user(cast.alice), uuid4()
    move_deals(deals, to=board.proposal, by=cast.alice, bulk=bulk)
    undo_bulk(bulk, by=cast.alice)
    undoing = Event.objects.get(subject=f"deal:{deals[0].pk}", verb="deal.undone").details["bulk"]
    answers = {uuid4(): 404, bulk: 409, undoing: 409}
    for made_up, status in answers.items():
        assert alice.post(reverse("pipeline:undo-bulk", args=[made_up]), headers=SCRIPT).status_code == status
    assert act(alice, deals, act="move", stage=board.proposal.pk, bulk=undoing).status_code == 409


def test_an_act_that_changes_nothing_says_so(as_user, cast, deals, hot):
    alice = as_user(cast.alice)
    edit_deals(deals[:1], label=hot, by=cast.alice, bulk=uuid4())
    some = act(alice, deals, act="label", label=hot.pk)
    assert "Labelled 1 deal Hot, 1 needed no change" in some.text
    none = act(alice, deals, act="label", label=hot.pk)
    assert (none.status_code, "Nothing to change: all of them are so already." in none.text) == (200, True)
    assert "Undo" not in none.text
