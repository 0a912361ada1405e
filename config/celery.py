import os

from celery import Celery
from celery.signals import import_modules

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
