"""What somebody is recognised by, folded as the database folds it: of a form, a file's row, or a record."""

from dataclasses import dataclass

from leads.folding import company_key, domain_key, email_key, fold
from leads.models import Company, Contact, Lead
from leads.phones import home_region, phone_key, region_of

MODELS = {"lead": Lead, "contact": Contact, "company": Company}
PEOPLE, HOUSES = ("lead", "contact"), ("company",)


@dataclass(frozen=True, slots=True)
class Marks:
    """One row of fingerprints, kept or only asked about."""

    name: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    domain: str = ""


def marks_of_person(name="", company="", email="", phone="", country=""):
    """The marks of a person as written, the company by its name: “Nguyễn Thu-Hà”, “Saigon Port Co.”."""
    return Marks(
        fold(name), company_key(company), email_key(email), in_e164(phone, country), domain_key(email) if email else ""
    )


def marks_of_house(name="", domain=""):
    """The marks of a company as written: “Dar Freight Ltd”, “https://dar.example”."""
    return Marks(company_key(name), company_key(name), "", "", domain_key(domain) if domain else "")


def marks_of(record):
    """The marks of a lead, contact or company, saved or not."""
    if isinstance(record, Company):
        return marks_of_house(record.name, record.domain)
    company, country = record.company, getattr(record, "country", "")
    at = record.company_name if isinstance(record, Lead) else company.name if company else ""
    return marks_of_person(record.name, at, record.email, record.phone, country or (company.country if company else ""))


def in_e164(phone, country):
    return phone_key(phone, region_of(country) or home_region()) if phone else ""


def name_of(record):
    """A record as the log names it: “lead:7”."""
    return f"{record._meta.model_name}:{record.pk}"


def parted(name):
    """“lead:7” as ("lead", 7)."""
    kind, _colon, pk = name.partition(":")
    return kind, int(pk)
