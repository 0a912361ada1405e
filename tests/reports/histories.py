"""Deals to which anything may have happened, for an example and no longer."""

from contextlib import contextmanager

from django.db import transaction
from hypothesis import strategies as st

from pipeline.actions import CannotUndo, lose_deal, move_deal, reopen_deal, undo, win_deal
from pipeline.models import Deal, LostReason
from timeline.models import Event

VERBS = ["move", "move", "win", "lose", "reopen", "undo", "give"]
ACTS = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 2), st.integers(0, 6)), min_size=5, max_size=20)


@contextmanager
def lived_through(acts, cast, board, make_deal):
    """Three deals of Alice's to which these acts happened, gone again afterwards; yields what makes more happen."""

    def live_on(acts):
        for verb, which, where in acts:
            if deal := Deal.objects.select_related("stage").filter(pk=deals[which].pk).first():
                act(deal, verb, where, cast, board)

    with transaction.atomic():
        deals = [make_deal(cast.alice, board.prospecting, title, amount=1) for title in ("One", "Two", "Three")]
        live_on(acts)
        yield live_on
        transaction.set_rollback(True)


def act(deal, verb, where, cast, board):
    to = board.stages[where]
    is_open = deal.status == "open"
    if verb == "move" and is_open and to.is_open and to != deal.stage:
        move_deal(deal, to=to, by=cast.ada)
    elif verb == "win" and is_open:
        win_deal(deal, by=cast.ada)
    elif verb == "lose" and is_open:
        lose_deal(deal, reason=LostReason.objects.first(), by=cast.ada)
    elif verb == "reopen" and not is_open:
        reopen_deal(deal, to=to if to.is_open else None, by=cast.ada)
    elif verb == "give":
        Deal.objects.filter(pk=deal.pk).update(owner=(cast.alice, cast.bob, cast.charlie)[where % 3])
    elif verb == "undo":
        take_back(Event.objects.filter(subject=f"deal:{deal.pk}").latest("id"), cast.ada)


def take_back(event, by):
    try:
        with transaction.atomic():
            undo(event, by=by)
    except CannotUndo:
        pass
