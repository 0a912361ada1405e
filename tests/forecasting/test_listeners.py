from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.bin.actions import restore, throw_away
from accounts.models import BinnedRecord
from forecasting.actions import recompute_everything
from forecasting.listeners import keep_the_forecast
from forecasting.models import DealOdds, ForecastLine
from leads.models import ImportBatch
from pipeline.actions.rates import set_rate
from pipeline.models import Deal
from tests.forecasting.sales import make_sale
from timeline.listeners import catch_up, registry
from timeline.log import record
from timeline.models import Event


def amounts():
    return dict(ForecastLine.objects.filter(open_count__gt=0).values_list("owner_id", "open_amount"))


def change(deal, **facts):
    """Change facts behind the forecast's back, as an action would before it records the event."""
    Deal.objects.filter(pk=deal.pk).update(**facts)
    deal.refresh_from_db()


def test_a_changed_value_changes_the_owners_line(channel, cast):
    deal = make_sale(cast.alice, channel.first, 100)
    change(deal, base_amount=250)
    keep_the_forecast([record("deal.edited", deal, by=cast.alice, owner=deal.owner)])
    assert amounts() == {cast.alice.pk: 250}


def test_a_deal_handed_over_leaves_one_line_and_enters_another(channel, cast):
    deal = make_sale(cast.alice, channel.first, 100)
    recompute_everything(channel.pipeline)
    change(deal, owner=cast.bob)
    changes = {"owner": [cast.alice.pk, cast.bob.pk]}
    keep_the_forecast([record("deal.edited", deal, by=cast.mona, owner=cast.bob, changes=changes)])
    assert amounts() == {cast.bob.pk: 100}


def test_only_a_changed_deals_own_chances_are_written(channel, cast):
    moved, other = (make_sale(cast.alice, channel.first, 100) for _ in range(2))
    recompute_everything(channel.pipeline)
    before = other.learned.computed_at
    change(moved, stage=channel.third)
    change(other, stage=channel.third)
    keep_the_forecast([record("deal.moved", moved, by=cast.alice, owner=moved.owner)])
    chances = dict(DealOdds.objects.values_list("deal_id", "eventual"))
    assert chances[moved.pk] > chances[other.pk]
    assert DealOdds.objects.get(deal=other).computed_at == before


def test_a_deal_that_is_gone_leaves_its_owners_line_alone(channel, cast):
    """Whoever else sells there is not worked out anew, and whoever had it before it was handed over is."""
    gone, other = make_sale(cast.bob, channel.first, 100), make_sale(cast.charlie, channel.first, 7)
    change(gone, owner=cast.alice)
    recompute_everything(channel.pipeline)
    ForecastLine.objects.filter(owner=cast.charlie).update(open_amount=8)
    change(gone, owner=cast.bob)
    changes = {"owner": [cast.alice.pk, cast.bob.pk]}
    handed = record("deal.edited", gone, by=cast.mona, owner=cast.bob, changes=changes)
    throw_away([gone], by=cast.bob)
    keep_the_forecast([handed])
    keep_the_forecast(list(Event.objects.filter(verb="deal.thrown_away")))
    assert amounts() == {cast.charlie.pk: 8}
    assert set(DealOdds.objects.values_list("deal_id", flat=True)) == {other.pk}
    restore(list(BinnedRecord.objects.all()), by=cast.bob)
    keep_the_forecast(list(Event.objects.filter(verb="deal.restored")))
    assert amounts() == {cast.bob.pk: 100, cast.charlie.pk: 8}
    assert set(DealOdds.objects.values_list("deal_id", flat=True)) == {gone.pk, other.pk}


def test_many_events_of_a_pipeline_are_one_turn(channel, cast):
    deals = [make_sale(cast.alice, channel.first, 100) for _ in range(6)]
    recompute_everything(channel.pipeline)
    events = [record("deal.moved", deal, by=cast.alice, owner=deal.owner) for deal in deals]
    assert queries_for(events) == queries_for(events[:1])


def queries_for(events):
    with CaptureQueriesContext(connection) as queries:
        keep_the_forecast(events)
    return len(queries)


def test_a_note_costs_nothing(channel, cast):
    deal = make_sale(cast.alice, channel.first)
    event = record("deal.noted", deal, by=cast.alice, owner=deal.owner)
    assert queries_for([event]) == 0


def test_a_changed_stage_weighs_its_pipeline_anew(channel, cast):
    make_sale(cast.alice, channel.first, 1000)
    recompute_everything(channel.pipeline)
    channel.first.probability = 30
    channel.first.save()
    keep_the_forecast([record("stage.edited", channel.first, by=cast.ada)])
    assert ForecastLine.objects.get(open_count=1).weighted_by_stage == 300


def test_a_new_rate_weighs_every_pipeline_anew(channel, cast):
    deal = make_sale(cast.alice, channel.first, 100)
    change(deal, amount=100, currency="USD")
    set_rate("USD", rate=Decimal("0.8"), since=timezone.localdate(), by=cast.ada)
    keep_the_forecast(list(Event.objects.filter(verb="rate.set")))
    assert amounts() == {cast.alice.pk: 80}


def test_an_import_weighs_its_pipeline_anew(channel, cast):
    batch = ImportBatch.objects.create(kind="deals", file_name="old.csv", content=b"", owner=cast.ada)
    make_sale(cast.alice, channel.first, 100, batch=batch)
    make_sale(cast.bob, channel.first, 50, batch=batch)
    keep_the_forecast([record("deals.imported", batch, by=cast.ada, details={"pipeline": channel.pipeline.pk})])
    assert amounts() == {cast.alice.pk: 100, cast.bob.pk: 50}


@pytest.mark.django_db(transaction=True)
def test_it_listens_to_the_log(channel, cast):
    assert "forecast" in registry
    deal = make_sale(cast.alice, channel.first, 100)
    catch_up(only=["forecast"])
    record("deal.created", deal, by=cast.alice, owner=deal.owner)
    catch_up(only=["forecast"])
    assert amounts() == {cast.alice.pk: 100}
