"""Rules write letters and start sequences through the doors people use."""

import pytest

from followups.models import Letter, LetterTemplate, RuleRun, Sequence, SequenceRun
from leads.models import Contact
from pipeline.actions import move_deal
from pipeline.models import Deal
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast, board, make_deal):
    deal = make_deal(cast.alice, board.discovery)
    Deal.objects.filter(pk=deal.pk).update(
        contact=Contact.objects.create(name="Kari Solheim", email="kari@nordkyst.no")
    )
    return Deal.objects.get(pk=deal.pk)


@pytest.fixture
def recap(db):
    return LetterTemplate.objects.create(name="Recap", subject="Your demo", body="Hello {{contact.first_name}}")


def test_a_letter_leaves_once(cast, board, deal, recap, make_rule, hear):
    make_rule("stage.entered", [("letter", {"template": recap.pk})], stage=board.demo)
    move_deal(deal, to=board.demo, by=cast.alice)
    hear()
    hear()
    letter = Letter.objects.get()
    assert (letter.deal, letter.subject, RuleRun.objects.get().outcome) == (deal, "Your demo", "done")


def test_an_open_gap_is_a_refusal(cast, board, make_deal, recap, make_rule, hear):
    make_rule("stage.entered", [("letter", {"template": recap.pk})], stage=board.demo)
    make_deal(cast.alice, board.demo)
    hear()
    run = RuleRun.objects.get()
    assert (run.outcome, run.reason != "", Letter.objects.count()) == ("refused", True, 0)


def test_a_sequence_starts_and_stops(cast, board, deal, recap, make_rule, hear):
    sequence = Sequence.objects.create(name="After the demo", is_on=True, stops_on_stage_change=False)
    sequence.steps.create(position=1, template=recap)
    make_rule("stage.entered", [("sequence", {"sequence": sequence.pk})], stage=board.demo)
    make_rule("deal.letter", [("end", {})])
    move_deal(deal, to=board.demo, by=cast.alice)
    hear()
    assert SequenceRun.objects.get().state == "running"
    Event.objects.create(verb="letter.received", subject=f"letter:{deal.pk}", about=[f"deal:{deal.pk}"])
    hear()
    assert SequenceRun.objects.get().state == "stopped"
