"""What a rule does says so."""

import pytest

from timeline.causes import caused_by, chain_of, rule_of
from timeline.log import record
from timeline.models import Event
from timeline.queries import timeline_of

pytestmark = pytest.mark.django_db


def test_an_event_bears_the_rule_and_its_chain(cast):
    with caused_by(7, "Call big ones", chain=[3]):
        event = record("test.done", cast.north, by=None)
    kept = Event.objects.get(pk=event.pk)
    assert (rule_of(kept), chain_of(kept)) == ("Call big ones", [3, 7])


def test_outside_of_rules_nothing_is_added(cast):
    with caused_by(7, "Call big ones"):
        pass
    event = record("test.done", cast.north, by=cast.alice)
    assert (event.details, rule_of(event), chain_of(event)) == ({}, "", [])


def test_the_timeline_names_the_rule_as_who_did_it(cast):
    with caused_by(7, "Call <big> ones"):
        record("test.done", cast.north, by=None)
    (entry,) = timeline_of(cast.north)
    assert entry.actor == "The rule “Call <big> ones”"
    assert "<b>The rule “Call &lt;big&gt; ones”</b>" in entry.sentence
