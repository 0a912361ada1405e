from django.apps import AppConfig
from django.db.models import fields
from django.utils.translation import gettext_lazy as _


class KitConfig(AppConfig):
    name = "kit"
    verbose_name = _("Kit")

    def ready(self):
        fields.BLANK_CHOICE_LABEL = _("Choose")
