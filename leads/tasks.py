from celery import shared_task

from leads.importing import actions, running
from timeline import wire


@shared_task
def run_imports():
    """Carry out one waiting import, or a minute's worth of it; poked on commit, found by the clock otherwise."""
    wire.poke_arrived(run_imports.name)
    batch_id = actions.claim_import()
    if batch_id and running.run_batch(batch_id):
        actions.put_back(batch_id)
