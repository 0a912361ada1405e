from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self):
        autodiscover_modules("lists", "fields.kept", "found", "offers", "bin", "bin.own")
        autodiscover_modules("entries.sentences", "files.sentences")
