"""A lead becomes a deal: company and contact found or made, its BANT sheet and its promises go along."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from leads.actions.editing import lock, write
from leads.actions.records import create_company, create_contact
from leads.models import Lead
from pipeline.actions.notes import note_on_deal
from pipeline.actions.opening import create_deal
from pipeline.queries.conversion import conversion_of, domain_of, planned_of


class AlreadyConverted(ValidationError):
    """Somebody was faster, or the lead is not a fit."""


@transaction.atomic
def convert_lead(lead, *, stage, title, amount, currency, by):
    """Open a deal in a stage from a lead; raises AlreadyConverted, GateClosed, RateMissing or StageClosed."""
    lead = refuse_unless_working(lock(lead))
    plan = conversion_of(lead, by)
    company = plan.company or (make_company(lead, by) if plan.makes_company else None)
    contact = plan.contact or make_contact(lead, company, by)
    deal = create_deal(
        by=by,
        title=title,
        stage=stage,
        owner=lead.owner or by,
        qualification=lead.qualification,
        lead=lead,
        company=company,
        contact=contact,
        amount=amount,
        currency=currency,
        label=lead.label,
        source=lead.source,
    )
    hand_over(lead, deal, by)
    return deal


def refuse_unless_working(lead):
    if lead.status == Lead.Status.CONVERTED:
        raise AlreadyConverted(_("This lead is a deal already."))
    if lead.status == Lead.Status.DISQUALIFIED:
        raise AlreadyConverted(_("This lead is not a fit: bring it back first."))
    return lead


def make_company(lead, by):
    facts = {name: getattr(lead, name) for name in ("industry", "size", "country")}
    owner = lead.owner or by
    return create_company(by=by, name=lead.company_name, domain=domain_of(lead.email), owner=owner, **facts)


def make_contact(lead, company, by):
    facts = {name: getattr(lead, name) for name in ("name", "email", "phone", "job_title", "decides")}
    return create_contact(by=by, company=company, owner=lead.owner or by, **facts)


def hand_over(lead, deal, by):
    """Notes and planned follow-ups go to the deal; the lead remembers whom it became."""
    if lead.notes:
        note_on_deal(deal, text=lead.notes, by=by)
    planned_of(lead).update(deal=deal)
    deal.next_step_at = deal.follow_ups.filter(done_at=None, cancelled_at=None).aggregate(due=Min("due_at"))["due"]
    deal.save(update_fields=["next_step_at"])
    became = {"status": Lead.Status.CONVERTED, "company": deal.company, "contact": deal.contact, "owner": deal.owner}
    write(lead, became, by=by, verb="lead.converted", about=(deal,), deal=deal.title, deal_id=deal.pk)
