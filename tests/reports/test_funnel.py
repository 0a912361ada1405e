"""The funnel beside a plain reading of every stay, whatever happened to the deals."""

import pytest
from hypothesis import HealthCheck, given, settings

from accounts.zones import workspace_zone
from pipeline.models import Deal, Stage, StageVisit
from reports.periods import ALL, period_of
from reports.scopes import DealScope
from reports.win_rate.funnel import funnel_of, order_of_stages
from tests.reports.histories import ACTS, lived_through

pytestmark = pytest.mark.django_db


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
def test_the_funnel_tells_what_a_plain_reading_tells(cast, board, make_deal, acts):
    with lived_through(acts, cast, board, make_deal):
        for user in (cast.ada, cast.alice):  # everybody's deals are counted without looking at them, hers with
            assert funnel(board, user) == plainly(board, user)


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
