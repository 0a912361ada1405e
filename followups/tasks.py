"""What the workers do for follow-ups: the tick claims what is due, and each reminder is said on its own."""

from celery import shared_task
from django.db import transaction

from followups.actions import claim_due_reminders, deliver_reminder


@shared_task
def claim_due():
    """Claim the reminders that are due and hand each to a worker once the claim is kept."""
    with transaction.atomic():
        for pk in claim_due_reminders():
            transaction.on_commit(lambda pk=pk: deliver.delay(pk), robust=True)


@shared_task
def deliver(pk):
    """Say one claimed reminder."""
    deliver_reminder(pk)
