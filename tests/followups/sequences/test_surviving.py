"""Two workers at once, and one that dies in the middle: each step is taken once, and nothing of half a step stays."""

import threading

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from followups.models import Letter, SequenceRun, SequenceStepDone
from followups.sequences import running
from followups.sequences.actions import hold_run, start_sequence
from followups.sequences.running import take_step
from tests.followups.sequences.conftest import MONDAY
from timeline.models import Event, Outgoing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def monday():
    """A working day, by the workers' clock."""
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def run(sequence, deal, kari, cast):
    run = start_sequence(sequence, about=deal, by=cast.alice)
    SequenceRun.objects.update(next_at="2020-01-01T00:00Z")
    return run


def test_two_workers_at_once_take_one_step(run):
    begin = threading.Barrier(2)

    def work():
        begin.wait()
        take_step(run.pk)
        connection.close()

    workers = [threading.Thread(target=work) for _worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (Letter.objects.count(), SequenceStepDone.objects.count(), Outgoing.objects.count()) == (1, 1, 1)


def test_who_dies_before_the_commit_leaves_nothing_behind(run):
    with pytest.raises(KeyboardInterrupt):
        die_after_the_step(run)
    assert (Letter.objects.count(), Outgoing.objects.count()) == (0, 0)
    assert Event.objects.filter(verb="letter.sent").count() == 0
    take_step(run.pk)
    assert Letter.objects.count() == 1


@transaction.atomic
def die_after_the_step(run):
    running.go_on(hold_run(run.pk))
    raise KeyboardInterrupt


def test_a_task_that_comes_twice_finds_the_next_step_in_the_future(run):
    for _time in range(2):
        take_step(run.pk)
    run.refresh_from_db()
    assert run.next_at > timezone.now()
    assert SequenceStepDone.objects.count() == 1
