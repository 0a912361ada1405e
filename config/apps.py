from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from config.logs import configure_logs


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = _("Kariz")

    def ready(self):
        configure_logs()
