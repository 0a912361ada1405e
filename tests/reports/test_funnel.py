"""The funnel beside a plain reading of every stay, whatever happened to the deals."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.zones import workspace_zone
from pipeline.actions import CannotUndo, lose_deal, move_deal, reopen_deal, undo, win_deal
from pipeline.models import Deal, LostReason, Stage, StageVisit
from reports.periods import ALL, period_of
from reports.scopes import DealScope
from reports.win_rate.funnel import funnel_of, order_of_stages
from timeline.models import Event

pytestmark = pytest.mark.django_db
VERBS = ["move", "move", "win", "lose", "reopen", "undo", "give"]
ACTS = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 2), st.integers(0, 6)), min_size=5, max_size=20)


class Undone(Exception):
    """Ends an example: nothing of it stays."""


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
def test_the_funnel_tells_what_a_plain_reading_tells(cast, board, make_deal, acts):
    try:
        with transaction.atomic():
            deals = [make_deal(cast.alice, board.prospecting, title, amount=1) for title in ("One", "Two", "Three")]
            for verb, which, where in acts:
                if deal := Deal.objects.select_related("stage").filter(pk=deals[which].pk).first():
                    act(deal, verb, where, cast, board)
            for user in (cast.ada, cast.alice):  # everybody's deals are counted without looking at them, hers with
                assert funnel(board, user) == plainly(board, user)
            raise Undone
    except Undone:
        pass


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


def funnel(board, user):
    reaches = funnel_of(board.pipeline, period_of(ALL, None), workspace_zone(), DealScope(user))
    return {reach.stage.name: (reach.went_on, reach.lost, reach.waiting) for reach in reaches}


def plainly(board, user):
    order, found = order_of_stages(), {}
    for stage in board.stages:
        if stage.kind == Stage.Kind.OPEN:
            fates = [fate_of(deal, stage, order) for deal in Deal.objects.visible_to(user)]
            found[stage.name] = tuple(fates.count(fate) for fate in ("went_on", "lost", "open"))
    return found


def fate_of(deal, stage, order):
    """What became of a deal since it first entered a stage, None if it never did."""
    stays = list(StageVisit.objects.standing().filter(deal=deal).order_by("entered_at", "id"))
    first = next((stay for stay in stays if stay.stage_id == stage.pk), None)
    if first is None:
        return None
    further = any(
        stay.entered_at >= first.entered_at and order.index(stay.stage_id) > order.index(stage.pk) for stay in stays
    )
    return "went_on" if further or deal.status == "won" else {"lost": "lost"}.get(deal.status, "open")
