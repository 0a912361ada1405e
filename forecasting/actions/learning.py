"""Learn a pipeline's chances when they are due, and write what follows from them."""

from django.db import connection, transaction
from django.utils import timezone

from forecasting.actions.keeping import keep_arrivals, keep_chances, keep_lines, keep_pools
from forecasting.models import LearnedOdds
from forecasting.queries import history
from forecasting.queries.learning import learn
from forecasting.queries.odds import latest_odds
from pipeline.models import Pipeline

REFIT_AFTER = 0.1  # history counts as changed when its closed deals grew or shrank by more than this share


def recompute_everything(pipeline):
    """Learn a pipeline's chances anew and write all its deals' chances and forecast lines."""
    with transaction.atomic():
        lock(pipeline.pk)
        refit(pipeline)
        recompute(pipeline.pk)


def refit(pipeline):
    """Learn the hazards of a pipeline from all its history up to now; returns the stored LearnedOdds."""
    now = timezone.now()
    learned = learn(pipeline.pk, now)
    return LearnedOdds.objects.create(
        pipeline=pipeline,
        fitted_at=now,
        stages=learned.stages,
        hazards=learned.hazards.tolist(),
        evidence=learned.evidence,
    )


def recompute(pipeline_id, owners=None, deals=None):
    """Write the chances of the open deals and the forecast of a pipeline, or of some owners in it, from scratch.

    Nothing is added up on top of what was there, so what is stored cannot drift from the deals. Where only some `deals`
    of the owners changed, only their chances are written.
    """
    with transaction.atomic():
        lock(pipeline_id)
        odds = latest_odds(pipeline_id)
        if odds is None or is_outdated(odds):
            odds, owners, deals = refit(Pipeline.objects.get(pk=pipeline_id)), None, None
        keep_chances(odds, owners, deals)
        keep_pools(odds, owners)
        keep_arrivals(odds, owners)
        keep_lines(odds, owners)


def is_outdated(odds):
    """Whether the stages or their probabilities are others now, or the history has changed much since."""
    stages = history.open_stages(odds.pipeline_id)
    if odds.stages != [stage.pk for stage in stages]:
        return True
    if odds.evidence["defaults"] != [float(stage.probability) / 100 for stage in stages]:
        return True
    closed = history.count_closed(odds.pipeline_id)
    return abs(closed - odds.evidence["closed"]) > REFIT_AFTER * odds.evidence["closed"]


def lock(pipeline_id):
    """Let one at a time write the forecast of a pipeline."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('forecast'), %s)", [pipeline_id])
