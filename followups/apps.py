from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupsConfig(AppConfig):
    name = "followups"
    verbose_name = _("Follow-ups")

    def ready(self):
        """Gates may ask for a planned follow-up."""
        from followups.gates import StepKind
        from pipeline.gates import register

        register(StepKind())
