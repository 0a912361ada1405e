from celery import shared_task

from leads.actions import wake_recycled_leads
from leads.capture.actions import forget_unconfirmed
from leads.importing import actions, running
from leads.scoring import catching_up
from timeline import wire


@shared_task
def run_imports():
    """Carry out one waiting import, or a minute's worth of it; poked on commit, found by the clock otherwise."""
    wire.poke_arrived(run_imports.name)
    batch_id = actions.claim_import()
    if batch_id and running.run_batch(batch_id):
        actions.put_back(batch_id)


@shared_task
def score_leads():
    """Score the leads that the rules in force have not scored yet; poked when rules change, else run by the clock."""
    wire.poke_arrived(score_leads.name)
    if catching_up.score_those_behind():
        wire.poke(score_leads.name)


@shared_task
def fade_scores():
    """Let what leads did long ago count for less; once a day, whenever that day it runs."""
    catching_up.fade_all()


@shared_task
def wake_leads():
    """Bring back the leads that rested until today; runs every quarter of an hour, where midnights of all zones lie."""
    wake_recycled_leads()


@shared_task
def forget_unconfirmed_forms():
    """Remove what was sent by a form and never confirmed by its mail."""
    forget_unconfirmed()
