"""What the workers do for proposals: draw the papers that wait, and let expire what nobody answered."""

from celery import shared_task
from django.db import transaction

from proposals import drawing
from proposals.actions.stopping import expire_due
from proposals.links import reminding


@shared_task
def draw_waiting():
    """Draw what waits; each paper is claimed with a lease, so it is drawn once however often this runs."""
    drawing.draw_waiting()


@shared_task
def expire_versions():
    """Say of every version whose last day has passed that it expired."""
    expire_due()


@shared_task
def claim_reminders():
    """Claim the reminders before a proposal expires and hand each to a worker once the claim is kept."""
    with transaction.atomic():
        for pk in reminding.claim_due():
            transaction.on_commit(lambda pk=pk: remind.delay(pk), robust=True)


@shared_task
def remind(pk):
    """Say one claimed reminder."""
    reminding.remind(pk)
