"""A sequence thrown away stops with everybody on its way, and comes back row for row, switched off."""

import pytest
from django.core.exceptions import ValidationError

from accounts.bin.actions import restore, throw_away
from accounts.models import BinnedRecord
from followups.models import Sequence, SequenceRun
from followups.sequences.actions import start_sequence
from followups.sequences.building import add_sequence
from tests.followups.sequences.conftest import tick
from tests.tables import differences, every_row

pytestmark = pytest.mark.django_db
BIN = ("accounts_binnedrecord", "accounts_binnedrow", "accounts_binnedlink")


@pytest.fixture
def begun(sequence, deal, kari, cast):  # noqa: F811 (fixtures)
    """A run that has taken its first step."""
    run = start_sequence(sequence, about=deal, by=cast.alice)
    tick()
    return run


def bring_back(by):
    return restore(list(BinnedRecord.objects.order_by("-pk")), by=by)


def test_it_comes_back_row_for_row_with_who_was_on_their_way(sequence, begun, cast, works_every_day):
    assert begun.done.count() == 1
    Sequence.objects.update(is_on=False)
    before = every_row(BIN)
    throw_away([sequence], by=cast.mona)
    assert (Sequence.objects.count(), SequenceRun.objects.count()) == (0, 0)
    bring_back(cast.mona)
    assert differences(before, every_row(BIN)) == {}


def test_nothing_of_it_goes_on_then_or_after(sequence, begun, cast):
    throw_away([sequence], by=cast.mona)
    SequenceRun.objects.update(next_at="2020-01-01T00:00Z")
    assert tick() == 0
    bring_back(cast.mona)
    SequenceRun.objects.update(next_at="2020-01-01T00:00Z")
    assert (Sequence.objects.get().is_on, tick()) == (False, 0)
    Sequence.objects.update(is_on=True)
    assert tick() == 1


def test_none_begins_it_meanwhile(sequence, deal, kari, cast):
    throw_away([sequence], by=cast.mona)
    with pytest.raises(ValidationError, match="is off"):
        start_sequence(sequence, about=deal, by=cast.alice)


@pytest.mark.parametrize("first", ["deal", "sequence"])
def test_its_deal_may_go_and_come_back_before_it_or_after(sequence, begun, deal, cast, first):
    Sequence.objects.update(is_on=False)
    before = every_row(BIN)
    things = [deal, sequence] if first == "deal" else [sequence, deal]
    for thing in things:
        throw_away([thing], by=cast.mona)
    for kind in (first, {"deal": "sequence", "sequence": "deal"}[first]):
        restore(list(BinnedRecord.objects.filter(kind=kind)), by=cast.mona)
    assert differences(before, every_row(BIN)) == {}


def test_its_name_may_be_taken_meanwhile(sequence, cast):
    throw_away([sequence], by=cast.mona)
    add_sequence(name="after the FAIR", by=cast.mona)
    with pytest.raises(ValidationError, match="something else has the same name by now"):
        bring_back(cast.mona)
