from celery import shared_task

from forecasting.actions import recompute_everything
from forecasting.nights.writing import write_missing_nights
from pipeline.models import Pipeline


@shared_task
def refit_all():
    """Learn every pipeline's chances anew; each day ages every deal by one, so all chances are worked out too."""
    for pipeline in Pipeline.objects.all():
        recompute_everything(pipeline)


@shared_task
def write_nights():
    """Write down how yesterday ended, and the nights missed before it; what is written stays."""
    write_missing_nights()
