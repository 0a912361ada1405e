from celery import shared_task

from forecasting.actions import recompute_everything
from pipeline.models import Pipeline


@shared_task
def refit_all():
    """Learn every pipeline's chances anew; each day ages every deal by one, so all chances are worked out too."""
    for pipeline in Pipeline.objects.all():
        recompute_everything(pipeline)
