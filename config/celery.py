import os

from celery import Celery
from celery.signals import beat_init, before_task_publish, import_modules, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("kariz")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@import_modules.connect
def get_ready(**kwargs):
    """The first thing a worker or a scheduler does: refuse unsafe settings, see to the folder of the schedule file."""
    from django.conf import settings

    from config.checks import enforce

    enforce()
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)


@worker_ready.connect
def let_worker_beat(sender, **kwargs):
    """The worker's own loop leaves its pulse: a worker that hangs or died leaves none."""
    from timeline.pulse import BEAT_SECONDS, WORKER, beat

    beat(WORKER)
    sender.timer.call_repeatedly(BEAT_SECONDS, beat, (WORKER,))


@beat_init.connect
def let_scheduler_beat(**kwargs):
    """The scheduler leaves its pulse with what it hands out, worker or none."""
    from timeline.pulse import SCHEDULER, beat

    before_task_publish.connect(lambda **_message: beat(SCHEDULER), weak=False)
