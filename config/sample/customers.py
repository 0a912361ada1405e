"""The companies Tamar sells to, each with the person to ask; nobody owns them, so both teams find them."""

from dataclasses import dataclass

from config.sample.companies import COMPANIES
from leads.models import Company, Contact
from leads.phones import phone_key

MAIL_HOST = "example.com"
DECIDERS = ("Owner", "Founder", "Managing partner", "Fleet director", "Yard director", "Chief of operations", "Partner")


@dataclass(frozen=True)
class Account:
    company: Company
    contact: Contact


def set_up_customers():
    """Returns the accounts by company name."""
    companies = Company.objects.bulk_create(
        Company(name=row.name, industry=row.industry, size=row.size, country=row.country, city=row.city, is_sample=True)
        for row in COMPANIES
    )
    contacts = Contact.objects.bulk_create(
        Contact(
            company=company,
            name=row.contact,
            email=address(row.contact, number),
            **phone(f"+44 20 7946 0{number:03}"),  # numbers kept for films and samples
            job_title=row.job,
            decides=row.job in DECIDERS,
            is_sample=True,
        )
        for number, (row, company) in enumerate(zip(COMPANIES, companies, strict=True))
    )
    return {company.name: Account(company, contact) for company, contact in zip(companies, contacts, strict=True)}


def phone(said):
    """A number, and what it is found by."""
    return {"phone": said, "phone_key": phone_key(said, "")}


def address(name, number):
    """A mail address that can belong to nobody."""
    word = "".join(letter for letter in name.split()[0].lower() if letter.isascii())
    return f"{word or 'contact'}.{number + 1}@{MAIL_HOST}"
