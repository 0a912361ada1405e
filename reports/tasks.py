"""What the workers do for reports: the tick plans and claims what is due, and each letter is written on its own."""

from celery import shared_task
from django.db import transaction

from reports.ended.actions import write_ended_months
from reports.mailing import running
from timeline import wire


@shared_task
def claim_mailing():
    """Plan the reports that are due and hand each letter to a worker once its claim is kept."""
    wire.poke_arrived(claim_mailing.name)
    running.plan_due()
    with transaction.atomic():
        claimed = running.claim_letters()
        for pk in claimed:
            transaction.on_commit(lambda pk=pk: write_letter.delay(pk), robust=True)
        if len(claimed) == running.CLAIM_AT_ONCE:
            wire.poke_on_commit(claim_mailing.name)  # there may be more


@shared_task
def write_letter(pk):
    """Write one claimed letter."""
    running.write_letter(pk)


@shared_task
def write_ended():
    """Write down how stays and deals ended in months gone by; runs each night."""
    write_ended_months()
