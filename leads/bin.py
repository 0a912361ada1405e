"""Leads, companies and contacts in the recycle bin; what was merged into one of them goes along."""

from django.utils.translation import gettext_lazy as _

from accounts.bin.following import follows
from accounts.bin.kinds import Kind, keep_in_bin
from leads.models import Company, Contact, Lead

OF_LEADS, OF_CONTACTS = ("owner__team", "company", "contact"), ("owner__team", "company")

keep_in_bin(Kind("lead", Lead, _("Leads"), "users", "leads:lead", "leads:list", related=OF_LEADS))
keep_in_bin(Kind("company", Company, _("Companies"), "building", "leads:company", "leads:companies"))
keep_in_bin(Kind("contact", Contact, _("Contacts"), "user", "leads:contact", "leads:contacts", related=OF_CONTACTS))
for merged in (Lead, Company, Contact):
    follows(merged, "merged_into")
