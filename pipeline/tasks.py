from celery import shared_task

from pipeline import actions


@shared_task
def wake_parked_deals():
    """Wake what was parked until today; runs every quarter of an hour, where midnights of all zones lie."""
    actions.wake_parked_deals()


@shared_task
def begin_rates():
    """Value open deals anew by the rates that begin today; runs every quarter of an hour, where midnights lie."""
    actions.begin_rates()
