from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class LeadsConfig(AppConfig):
    name = "leads"
    verbose_name = _("Leads")

    def ready(self):
        from accounts.faces import open_views_at
        from accounts.records import keep_records
        from leads.models import Company, Contact, Lead

        open_views_at("leads", list="leads:list")
        open_views_at("companies", list="leads:companies")
        open_views_at("contacts", list="leads:contacts")
        keep_records("lead", Lead, "leads:lead", lambda lead: (lead.company, lead.contact))
        keep_records("company", Company, "leads:company")
        keep_records("contact", Contact, "leads:contact", lambda contact: (contact.company,))
        autodiscover_modules("importing", "importing.bin", "capture", "duplicates")
