"""Leads whose story is over: those that became a deal on the board, and those that were not a fit."""

from datetime import timedelta

from config.sample.customers import address
from config.sample.leads import CHANNELS
from config.sample.prospects import NOT_A_FIT
from leads.models import Lead, Qualification

CAME_AS_LEADS = ("Web form", "Trade fair", "Referral")
BEFORE = timedelta(days=4)


def write_converted(written):
    """The leads behind the open deals that came in by themselves; each deal remembers its lead."""
    items = [item for item in written if item.story.outcome == "open" and item.story.source in CAME_AS_LEADS]
    leads = Lead.objects.bulk_create(lead_behind(item.deal) for item in items)
    for item, lead in zip(items, leads, strict=True):
        item.deal.lead = lead
    return leads


def lead_behind(deal):
    contact, company = deal.contact, deal.company
    return Lead(
        name=contact.name,
        email=contact.email,
        job_title=contact.job_title,
        decides=contact.decides,
        company_name=company.name,
        industry=company.industry,
        size=company.size,
        country=company.country,
        source=deal.source,
        channel=CHANNELS.get(deal.source, "Inbound"),
        first_contact_on=(deal.opened_at - BEFORE).date(),
        label=deal.label,
        score={"hot": 84, "warm": 66, "cold": 48}[deal.label.icon] + deal.amount % 7,
        qualification=deal.qualification,
        company=company,
        contact=contact,
        owner=deal.owner,
        status=Lead.Status.CONVERTED,
        last_touch_at=deal.opened_at,
        created_at=deal.opened_at - BEFORE,
        is_sample=True,
    )


def write_not_a_fit(*, house, calendar):
    sheets = Qualification.objects.bulk_create(Qualification() for _row in NOT_A_FIT)
    return Lead.objects.bulk_create(
        Lead(
            name=name,
            email=address(name, 600 + days),
            company_name=company,
            country=country,
            source=source,
            channel=CHANNELS.get(source, "Inbound"),
            first_contact_on=calendar.today - timedelta(days=days),
            label=house.labels["cold"],
            score=days % 30,
            qualification=sheet,
            owner=house.people[owner],
            status=Lead.Status.DISQUALIFIED,
            status_reason=reason,
            last_touch_at=calendar.ago(days - 2),
            created_at=calendar.ago(days),
            is_sample=True,
        )
        for (name, company, country, source, owner, reason, days), sheet in zip(NOT_A_FIT, sheets, strict=True)
    )
