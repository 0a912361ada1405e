from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class LeadsConfig(AppConfig):
    name = "leads"
    verbose_name = _("Leads")

    def ready(self):
        from accounts.faces import open_views_at

        open_views_at("leads", list="leads:list")
        open_views_at("companies", list="leads:companies")
        open_views_at("contacts", list="leads:contacts")
        autodiscover_modules("importing", "capture", "duplicates", "found")
