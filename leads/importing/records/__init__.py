"""Leads, companies and contacts as kinds of the importer, written by the set."""

from leads.importing.kinds import register
from leads.importing.records.companies import CompanyKind
from leads.importing.records.contacts import ContactKind
from leads.importing.records.leads import LeadKind

leads, companies, contacts = register(LeadKind()), register(CompanyKind()), register(ContactKind())
