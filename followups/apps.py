from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class FollowupsConfig(AppConfig):
    name = "followups"
    verbose_name = _("Follow-ups")

    def ready(self):
        """Gates may ask for a planned follow-up; the rooms say their sentences and what they listen to."""
        from followups.gates import StepKind
        from pipeline.gates import register

        register(StepKind())
        autodiscover_modules(
            "mail",
            "sequences",
            "rules",
            "webhooks",
            "notices.listeners",
            "notices.proposals",
            "notices.pushing",
            "notices.leaving",
            "calendar.sentences",
            "booking.sentences",
            "booking.listeners",
        )
