from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from forecasting.odds import AGE_BINS
from forecasting.queries.history import evidence, exposure_and_exits, open_stages
from leads.models import ImportBatch
from pipeline.models import Deal, Stage, StageVisit
from tests.forecasting.sales import ago, make_sale, make_stage, make_visit

HALF_LIFE = 180.0


def learned(channel, now=None):
    stages = [stage.pk for stage in open_stages(channel.pipeline.pk)]
    return exposure_and_exits(channel.pipeline.pk, stages, now or timezone.now(), HALF_LIFE)


def by_hand(channel, now):
    """The same two tables in NumPy, stay by stay."""
    stages = [channel.first.pk, channel.second.pk, channel.third.pk]
    exposure, exits = np.zeros((3, len(AGE_BINS))), np.zeros((3, len(AGE_BINS), 5))
    edges = np.append(AGE_BINS, np.inf)
    for visit in StageVisit.objects.filter(stage_id__in=stages, undone=False):
        over = visit.left_at is not None and visit.left_at <= now
        end = visit.left_at if over else now
        days = (end - visit.entered_at) / timedelta(days=1)
        weight = 0.5 ** ((now - end) / timedelta(days=1) / HALF_LIFE)
        stage = stages.index(visit.stage_id)
        exposure[stage] += np.clip(np.minimum(days, edges[1:]) - edges[:-1], 0, None) * weight
        if over:
            causes = {"won": 0, "lost": 1}
            cause = causes.get(visit.exit) if visit.exit in causes else 2 + stages.index(visit.exit_to_id)
            exits[stage, np.searchsorted(edges, days, side="right") - 1, cause] += weight
    return exposure, exits


def test_postgresql_bins_as_numpy_does(channel, cast):
    write_history(channel, cast.alice)
    now = timezone.now() - timedelta(days=20)
    exposure, exits = learned(channel, now)
    expected_exposure, expected_exits = by_hand_until(channel, now)
    assert np.abs(exposure - expected_exposure).max() < 1e-9
    assert np.abs(exits - expected_exits).max() < 1e-9
    assert exits.sum() > 50


def by_hand_until(channel, now):
    StageVisit.objects.filter(entered_at__gte=now).delete()
    return by_hand(channel, now)


def write_history(channel, owner):
    """Three hundred stays that begin, move, end and stay open by chance."""
    rng = np.random.default_rng(3)
    stages, visits = [channel.first, channel.second, channel.third], []
    deals = [make_sale(owner, channel.first) for _ in range(100)]
    for deal in deals:
        entered, stage = rng.uniform(1, 400), 0
        while True:
            left = entered - rng.exponential(40)
            outcome = rng.choice(["won", "lost", "moved"])
            to = int(rng.choice([other for other in range(3) if other != stage]))
            if left <= 0:
                visits.append(StageVisit(deal=deal, stage=stages[stage], entered_at=ago(entered)))
                break
            visits.append(
                StageVisit(
                    deal=deal,
                    stage=stages[stage],
                    entered_at=ago(entered),
                    left_at=ago(left),
                    exit=outcome,
                    exit_to=stages[to] if outcome == "moved" else None,
                )
            )
            if outcome != "moved":
                break
            entered, stage = left, to
    StageVisit.objects.bulk_create(visits)


def test_undone_stays_teach_nothing(channel, cast):
    deal = make_sale(cast.alice, channel.first)
    make_visit(deal, channel.first, 10, 5, "lost", undone=True)
    exposure, exits = learned(channel)
    assert exposure.sum() == 0
    assert exits.sum() == 0


def test_a_move_into_a_won_stage_is_a_win(channel, cast):
    deal = make_sale(cast.alice, channel.won, status=Deal.Status.WON)
    make_visit(deal, channel.third, 10, 0, "moved", to=channel.won)
    make_visit(deal, channel.won, 0)
    _exposure, exits = learned(channel)
    assert exits[2, :, 0].sum() == pytest.approx(1, abs=1e-3)
    assert exits.sum() == pytest.approx(1, abs=1e-3)


def test_leaving_for_a_stage_out_of_use_ends_a_stay_unjudged(channel, cast):
    retired = make_stage(channel.pipeline, "Trial", 9, 50)
    Stage.objects.filter(pk=retired.pk).update(retired_at=timezone.now())
    make_visit(make_sale(cast.alice, channel.first), channel.first, 10, 0, "moved", to=retired)
    exposure, exits = learned(channel)
    assert exposure.sum() == pytest.approx(10, abs=1e-3)
    assert exits.sum() == 0


def test_imported_deals_are_at_risk_from_the_first_exit_their_file_knows(channel, cast):
    batch = ImportBatch.objects.create(kind="deals", file_name="old.csv", content=b"", owner=cast.ada)
    early = make_sale(cast.alice, channel.first, batch=batch, status=Deal.Status.LOST)
    make_visit(early, channel.first, 100, 60, "lost")
    late = make_sale(cast.alice, channel.first, batch=batch)
    make_visit(late, channel.first, 90)
    exposure, exits = learned(channel)
    weight = 0.5 ** (60 / HALF_LIFE)
    assert exposure.sum() == pytest.approx(60, abs=1e-3)  # the early one enters and leaves at day 60
    assert exits.sum() == pytest.approx(weight, abs=1e-3)
    assert exposure[0, :10].sum() == pytest.approx(15, abs=1e-3)  # the late one is 30 days old when watching begins


def test_evidence_counts_wins_and_the_median_cycle(channel, cast):
    for days in (10, 20, 90):
        make_sale(cast.alice, channel.won, status="won", opened_at=ago(days), closed_at=ago(0))
    make_sale(cast.alice, channel.first, status="lost", opened_at=ago(5), closed_at=ago(1))
    make_sale(cast.alice, channel.first)
    found = evidence(channel.pipeline.pk, timezone.now())
    assert (found.won, found.closed) == (3, 4)
    assert found.median_days == pytest.approx(20, abs=1e-3)
    assert found.half_life == 180
