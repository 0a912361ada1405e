from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForecastingConfig(AppConfig):
    name = "forecasting"
    verbose_name = _("Forecast")

    def ready(self):
        """The lines of the forecast go with whoever they are about."""
        from forecasting.models import ForecastLine
        from leads.importing.unknown_people import is_worked_out

        is_worked_out(ForecastLine, "owner_id")
