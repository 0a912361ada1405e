from celery import shared_task

from timeline import listeners, outgoing, wire


@shared_task
def catch_up():
    """Let every listener read on. Runs every few seconds and after each commit; two at once do no harm."""
    wire.poke_arrived(catch_up.name)
    listeners.catch_up()


@shared_task(time_limit=outgoing.TASK_SECONDS, soft_time_limit=outgoing.TASK_SECONDS - 5)
def send_outgoing():
    """Send what is due."""
    wire.poke_arrived(send_outgoing.name)
    outgoing.send_waiting()
