"""Who gets a lead that came by itself: rules, turns, absences, and the reason on the timeline."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Absence
from leads.capture.assigning import assign_by_rules
from leads.models import AssignmentRule, Lead
from tests.cast import make_person
from tests.leads.forms import make_form, send
from tests.world import make_lead
from timeline.listeners import catch_up
from timeline.models import Event
from timeline.sentences import sentence_of, spell_out


def make_rule(name, *people, way="turns", conditions=(), position=0):
    rule = AssignmentRule.objects.create(name=name, way=way, conditions=list(conditions), position=position)
    for place, person in enumerate(people):
        rule.turns.create(user=person, position=place)
    return rule


def came(number, **facts):
    """The owner of a lead that has just come."""
    lead = make_lead(f"Lead {number}", None, **facts)
    assign_by_rules(lead.pk)
    owner = Lead.objects.get(pk=lead.pk).owner
    return owner and owner.get_short_name()


@pytest.fixture
def dora(cast):
    return make_person("Dora Diaz", "rep", cast.south)


def test_in_turns(cast):
    make_rule("Everything", cast.alice, cast.bob, cast.charlie)
    assert [came(number) for number in range(7)] == ["Alice", "Bob", "Charlie", "Alice", "Bob", "Charlie", "Alice"]


def test_whoever_has_the_fewest_open_leads(cast):
    make_rule("Everything", cast.alice, cast.bob, way="least")
    for number in range(3):
        make_lead(f"Old {number}", cast.alice)
    make_lead("Gone", cast.bob, status="disqualified", status_reason="No fleet")
    assert [came(number) for number in range(5)] == ["Bob", "Bob", "Bob", "Alice", "Bob"]


def test_by_field_the_first_rule_that_fits_decides(cast):
    spain = [{"fact": "country", "is": "one_of", "value": ["Spain"]}]
    make_rule("Spain", cast.bob, conditions=spain, position=1)
    make_rule("The rest", cast.alice, position=2)
    assert [came(1, country="Spain"), came(2, country="Norway"), came(3, country="SPAIN")] == ["Bob", "Alice", "Bob"]


def test_who_is_away_gone_or_only_looks_is_skipped(cast, dora):
    make_rule("Everything", cast.alice, cast.bob, cast.gus, dora)
    today = timezone.localdate()
    Absence.objects.create(user=cast.alice, first_day=today - timedelta(days=1), last_day=today + timedelta(days=1))
    Absence.objects.create(user=cast.bob, first_day=today + timedelta(days=2), last_day=today + timedelta(days=3))
    type(dora).objects.filter(pk=dora.pk).update(is_active=False)
    assert [came(1), came(2)] == ["Bob", "Bob"]
    event = Event.objects.filter(verb="lead.routed").first()
    assert event.details["away"] == ["Alice Archer"]


def test_a_rule_whose_people_are_all_away_gives_way_to_the_next(cast):
    make_rule("First", cast.alice, position=1)
    make_rule("Second", cast.bob, position=2)
    today = timezone.localdate()
    Absence.objects.create(user=cast.alice, first_day=today, last_day=today)
    assert came(1) == "Bob"


def test_where_no_rule_finds_anybody_the_timeline_says_so(cast):
    make_rule("Spain", cast.bob, conditions=[{"fact": "country", "is": "one_of", "value": ["Spain"]}])
    assert came(1) is None
    assert Event.objects.get().verb == "lead.left_open"


def test_what_somebody_took_meanwhile_stays_theirs(cast):
    make_rule("Everything", cast.bob)
    lead = make_lead("Kari", cast.alice)
    assert assign_by_rules(lead.pk) is None
    assert Lead.objects.get().owner == cast.alice
    assert Event.objects.count() == 0


def test_the_reason_reads_as_a_sentence(cast):
    make_rule("Everything", cast.alice, cast.bob)
    came(1)
    event = Event.objects.get()
    sentence = sentence_of(event.verb)
    assert spell_out(event, sentence) == "<b>Alice Archer</b> got the lead by the rule “<b>Everything</b>”"
    assert sentence.note(event) == "Waited longest of 2."


@pytest.mark.django_db(transaction=True)
def test_a_captured_lead_has_an_owner_as_soon_as_the_log_is_read(cast, client):
    make_rule("Everything", cast.alice, cast.bob)
    form = make_form(cast.ada)
    for number in range(4):
        send(client, form, email=f"a{number}@fjord.example")
    catch_up(["assignment"])
    catch_up(["assignment"])
    owners = Lead.objects.order_by("pk").values_list("owner", flat=True)
    assert list(owners) == [cast.alice.pk, cast.bob.pk, cast.alice.pk, cast.bob.pk]
    assert Event.objects.filter(verb="lead.routed").count() == 4
