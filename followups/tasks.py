"""What the workers do for follow-ups: the tick claims what is due, and each reminder is said on its own."""

from celery import shared_task
from django.db import transaction

from followups.actions import claim_due_reminders, deliver_reminder, digest
from followups.mail import mailbox
from followups.rules import hearing, nudging
from followups.sequences import running


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


@shared_task
def read_mailbox():
    """File what is new in the mailbox."""
    mailbox.read_mailbox()


@shared_task
def ask_rules():
    """Run the rules whose moment has come, and forget what did not apply long ago."""
    hearing.hear_the_clock()
    hearing.forget_what_passed()


@shared_task
def nudge():
    """Tell whoever owns a deal that needs a hand, once for each reason."""
    nudging.nudge_owners()


@shared_task
def claim_sequences():
    """Claim the sequences whose next step has come and hand each to a worker once the claim is kept."""
    with transaction.atomic():
        for pk in running.claim_due_runs():
            transaction.on_commit(lambda pk=pk: take_step.delay(pk), robust=True)


@shared_task
def take_step(pk):
    """Take the next step of one claimed run."""
    running.take_step(pk)


@shared_task
def send_digests():
    """Write the letters of those whose morning it is."""
    digest.send_digests()
