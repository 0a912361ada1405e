from celery import shared_task

from forecasting.actions import recompute_everything
from forecasting.nights.writing import write_missing_nights
from forecasting.queries.odds import is_due
from pipeline.models import Pipeline


@shared_task
def refit_due():
    """Learn anew where a day has begun since the last time: each day ages every deal, so all is worked out again."""
    for pipeline in Pipeline.objects.all():
        if is_due(pipeline):
            recompute_everything(pipeline)


@shared_task
def write_nights():
    """Write down how yesterday ended, and the nights missed before it; what is written stays."""
    write_missing_nights()
