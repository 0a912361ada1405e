"""What the database refuses of deals and what belongs to them, and what it writes by itself."""

import pytest
from django.utils import timezone

from leads.models import Label, LabelSet
from pipeline.models import Conversion, Deal
from tests.refusal import refused_by
from tests.world import make_lead

NOW = timezone.now()


@pytest.fixture
def deal(make_deal, board, cast):
    return make_deal(cast.alice, board.demo)


def test_custom_values_are_a_sheet(deal):
    write = Deal.objects.filter(pk=deal.pk).update
    assert [refused_by(write, custom=value) for value in ([], "bond", 7)] == ["deal_custom_is_a_sheet"] * 3
    assert refused_by(write, custom={"bond": "12.50"}) == ""


def test_a_lead_is_converted_once_until_that_is_undone(deal, cast):
    lead = make_lead("Mwana Kapinga", cast.alice)
    done = Conversion.objects.create(lead=lead, deal=deal, by=cast.alice)
    assert refused_by(Conversion.objects.create, lead=lead, by=cast.alice) == "converted_once"
    undo = Conversion.objects.filter(pk=done.pk).update
    assert refused_by(undo, undone_at=NOW) == "conversion_undone_by_somebody"
    undo(undone_at=NOW, undone_by=cast.alice)
    assert refused_by(Conversion.objects.create, lead=lead, by=cast.alice) == ""


def test_a_conversion_outlives_its_deal(deal, cast):
    done = Conversion.objects.create(lead=make_lead("Mwana Kapinga", cast.alice), deal=deal, by=cast.alice)
    deal.delete()
    done.refresh_from_db()
    assert done.deal is None


def test_stays_under_labels_follow_one_another(deal):
    heat = LabelSet.objects.create(name="Temperature")
    hot, cold = (Label.objects.create(set=heat, name=name) for name in ("Hot", "Cold"))
    for label in (hot, cold, cold, None):
        Deal.objects.update(label=label)
    stays = list(deal.label_stays.order_by("id").values_list("label", "ended_at"))
    assert [(label, end is None) for label, end in stays] == [(hot.pk, False), (cold.pk, False)]
