from celery import shared_task

from config.health import note_tick


@shared_task
def tick():
    """Note that the scheduler and a worker are alive, for /readyz."""
    note_tick()
