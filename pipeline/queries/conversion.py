"""What converting a lead would do, said before it is done and followed when it is."""

from dataclasses import dataclass

from leads.models import Company, Contact, Lead

# Houses where everybody has a mailbox: their domain says nothing about the company.
OPEN_HOUSES = {"gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "proton.me", "qq.com", "163.com"}


@dataclass(frozen=True)
class Conversion:
    """Whom the deal would be with; None means a new one is made. `planned` counts the follow-ups that go along."""

    lead: Lead
    company: Company | None
    contact: Contact | None
    planned: int

    @property
    def makes_company(self):
        return self.company is None and bool(self.lead.company_name)


def conversion_of(lead, reader):
    """The plan for a lead, looking for its company and contact among those the reader may see."""
    contact = lead.contact or contact_like(lead, reader)
    company = lead.company or company_like(lead, reader) or (contact and contact.company)
    return Conversion(lead, company, contact, planned_of(lead).count())


def contact_like(lead, reader):
    """The contact with exactly this e-mail address."""
    contacts = Contact.objects.visible_to(reader).select_related("company")
    return contacts.filter(email__iexact=lead.email).order_by("pk").first() if lead.email else None


def company_like(lead, reader):
    """The company with exactly this name, or whose website is where the lead writes from."""
    companies = Company.objects.visible_to(reader).order_by("pk")
    by_name = companies.filter(name__iexact=lead.company_name).first() if lead.company_name else None
    domain = domain_of(lead.email)
    return by_name or (companies.filter(domain__iexact=domain).first() if domain else None)


def domain_of(email):
    domain = email.rpartition("@")[2].lower()
    return "" if domain in OPEN_HOUSES else domain


def planned_of(lead):
    return lead.follow_ups.filter(done_at=None, cancelled_at=None)
