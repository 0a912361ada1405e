"""Rules to try, and the ears of the worker."""

import pytest

from followups.models import Rule
from followups.rules.hearing import hear_at_once, hear_late
from tests.followups.conftest import kinds  # noqa: F401 - a fixture
from timeline.models import Event


@pytest.fixture
def make_rule(db):
    """`make_rule("stage.entered", [("tell", {…})], stage=board.demo)`: a rule that is on."""

    def make(trigger, acts, *, name="The rule", conditions=(), **facts):
        return Rule.objects.create(
            name=name,
            about=facts.pop("about", trigger.partition(".")[0].replace("stage", "deal")),
            trigger=trigger,
            acts=[{"act": act, "given": given} for act, given in acts],
            conditions=[dict(zip(("fact", "is", "value"), one, strict=True)) for one in conditions],
            **facts,
        )

    return make


@pytest.fixture
def hear(db):
    """Let the worker hear all that happened so far, as a crash would let it: from the start, again and again."""

    def listen(*, late=True):
        events = list(Event.objects.order_by("pk"))
        hear_at_once(events)
        if late:
            hear_late([event for event in events if event.stands])

    return listen
