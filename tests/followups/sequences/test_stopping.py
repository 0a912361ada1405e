"""An answer, a letter that came back, another stage, the end of the sale: each ends the sequence it is about."""

import pytest

from followups.mail.addresses import reply_address
from followups.mail.filing import take_in
from followups.models import Letter, SequenceRun
from followups.sequences.actions import start_sequence
from followups.sequences.running import take_step
from leads.actions import disqualify, log_touch
from pipeline.actions import lose_deal, move_deal
from pipeline.models import LostReason, Stage
from tests.followups.mail.letters import raw_mail, report_of

pytestmark = pytest.mark.django_db(transaction=True)
LISTENERS = ("sequences and letters", "sequences and stages")
KARI = "kari@nordkyst.example"


@pytest.fixture
def run(sequence, deal, kari, cast, hear):
    for name in LISTENERS:
        hear(name)
    return start_sequence(sequence, about=deal, by=cast.alice)


@pytest.fixture
def end_of(hear):
    def read(run):
        for name in LISTENERS:
            hear(name)
        run.refresh_from_db()
        return run.state, run.reason

    return read


def test_an_answer_ends_it(run, deal, end_of):
    take_in(raw_mail(KARI, reply_address(deal)))
    assert end_of(run) == ("stopped", "reply")


def test_a_holiday_is_no_answer(run, deal, end_of):
    take_in(raw_mail(KARI, reply_address(deal), Auto_Submitted="auto-replied"))
    assert end_of(run) == ("running", "")


def test_a_letter_that_came_back_ends_it(run, end_of):
    SequenceRun.objects.update(next_at="2020-01-01T00:00Z")
    take_step(run.pk)
    if letter := Letter.objects.first():  # none on a day off
        take_in(report_of(letter))
        assert end_of(run) == ("stopped", "bounce")


def test_another_stage_ends_it(run, deal, end_of, cast):
    stage = Stage.objects.create(pipeline=deal.pipeline, name="Proposal", colour=5, probability=60, position=5)
    move_deal(deal, to=stage, by=cast.alice)
    assert end_of(run) == ("stopped", "stage")


def test_unless_it_is_meant_to_go_on(run, deal, end_of, sequence, cast):
    sequence.stops_on_stage_change = False
    sequence.save()
    stage = Stage.objects.create(pipeline=deal.pipeline, name="Proposal", colour=5, probability=60, position=5)
    move_deal(deal, to=stage, by=cast.alice)
    assert end_of(run) == ("running", "")


def test_a_loss_ends_it(run, deal, end_of, cast):
    lose_deal(deal, reason=LostReason.objects.create(name="Price"), by=cast.alice)
    assert end_of(run) == ("stopped", "lost")


def test_a_lead_that_is_no_fit_or_answered_by_phone_ends_it(sequence, lead, cast, end_of, hear):
    lead.email = "mwana@dar.example"
    lead.save()
    for name in LISTENERS:
        hear(name)
    for act, reason in ((log_answer, "reply"), (give_up, "lost")):
        run = start_sequence(sequence, about=lead, by=cast.alice)
        act(lead, cast.alice)
        assert end_of(run) == ("stopped", reason)


def log_answer(lead, by):
    log_touch(lead, kind="answer", text="Yes", by=by)


def give_up(lead, by):
    disqualify(lead, reason="Too small", by=by)
