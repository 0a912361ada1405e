"""What stays say by themselves of the way of deals, beside looking up every stay of each deal."""

import pytest
from hypothesis import HealthCheck, given, settings

from accounts.zones import today
from reports.experiments import steps
from reports.experiments.cohorts import Window
from reports.scopes import DealScope
from tests.reports.histories import ACTS, lived_through

pytestmark = pytest.mark.django_db


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
def test_most_stays_say_by_themselves_what_became_of_a_deal(cast, board, make_deal, acts):
    window = Window(today(), today(), today())
    with lived_through(acts, cast, board, make_deal):
        for user in (cast.ada, cast.alice):
            scope = DealScope(user, board.pipeline)
            assert steps.steps_of(scope, window) == steps.in_short(everything_looked_up(scope, window))


def everything_looked_up(scope, window):
    return steps.looked_up(steps.asked_of(scope, window), steps.ALL)
