from celery import shared_task

from pipeline import actions


@shared_task
def wake_parked_deals():
    """Wake what was parked until today; runs every quarter of an hour, where midnights of all zones lie."""
    actions.wake_parked_deals()
