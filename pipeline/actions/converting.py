"""A lead becomes a deal: company and contact found or made, its BANT sheet, values and promises go along."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from leads.actions.editing import lock
from leads.actions.records import create_company, create_contact
from leads.actions.words import changes_of, said
from leads.models import Lead
from pipeline.actions.moving import StageClosed
from pipeline.actions.notes import note_on_deal
from pipeline.actions.opening import create_deal
from pipeline.actions.outcomes import Report
from pipeline.actions.repeats import ActTaken
from pipeline.gates import GateClosed
from pipeline.models import Conversion, Deal
from pipeline.queries.carried import custom_for
from pipeline.queries.conversion import NEW, domain_of, first_title, next_step_of, plan_of, planned_of
from pipeline.rates import RateMissing
from timeline.log import record
from timeline.models import Event, subject_key
from timeline.together import together

AS_PLANNED = object()
MOVED = "followups.followup.deal"
WRITTEN = ("lead.converted", "deal.created", "deal.noted", "company.created", "contact.created")


class AlreadyConverted(ValidationError):
    """Somebody was faster, or the lead is not a fit."""


@dataclass(frozen=True)
class LeadOutcome:
    """One lead of the act: converted with an `event` into `deal`, or refused with a reason."""

    lead: Lead
    event: Event | None = None
    refusal: str = ""
    deal: Deal | None = None


@transaction.atomic
def convert_lead(
    lead, *, stage, title, amount, currency, by, company=AS_PLANNED, contact=AS_PLANNED, answers=None, operation=None
):
    """Open a deal in a stage from a lead; raises AlreadyConverted, GateClosed, RateMissing or StageClosed.

    `company` and `contact` are records, NEW, or for the company None; else those of the plan. `answers` are for the
    gates. The same `operation` again returns the deal it made.
    """
    lead = lock(lead)
    if made := made_before(lead, operation):
        return made
    refuse_unless_working(lead)
    plan = plan_of(lead, by)
    company = plan.company if company is AS_PLANNED else company
    contact = plan.contact if contact is AS_PLANNED else contact
    made = {"makes_company": company == NEW, "makes_contact": contact == NEW}
    company = make_company(lead, by) if company == NEW else company
    contact = make_contact(lead, company, by) if contact == NEW else contact
    facts = {"title": title, "amount": amount, "currency": currency, "company": company, "contact": contact}
    deal = open_deal(lead, stage, facts, answers, by)
    remember(lead, deal, made, by, operation)
    return deal


def made_before(lead, operation):
    """The deal this very operation has made; AlreadyConverted if it was taken back since."""
    if not operation or not Event.objects.filter(operation=operation, subject=subject_key(lead)).exists():
        return None
    if made := Deal.objects.filter(conversion__lead=lead, conversion__undone_at=None).first():
        return made
    raise AlreadyConverted(_("This was done before and taken back since. Open the form once more."))


def refuse_unless_working(lead):
    if lead.status == Lead.Status.CONVERTED:
        raise AlreadyConverted(_("This lead is a deal already."))
    if lead.status == Lead.Status.DISQUALIFIED:
        raise AlreadyConverted(_("This lead is not a fit: bring it back first."))
    if lead.merged_into_id:
        raise AlreadyConverted(_("This lead was merged into another one: convert that."))


def make_company(lead, by):
    facts = {name: getattr(lead, name) for name in ("industry", "size", "country")}
    facts |= {"name": lead.company_name or lead.name, "domain": domain_of(lead.email)}
    return create_company(by=by, owner=lead.owner or by, custom=custom_for("company", lead.custom), **facts)


def make_contact(lead, company, by):
    facts = {name: getattr(lead, name) for name in ("name", "email", "phone", "job_title", "decides")}
    facts |= {"company": company, "custom": custom_for("contact", lead.custom)}
    return create_contact(by=by, owner=lead.owner or by, **facts)


def open_deal(lead, stage, facts, answers, by):
    """The deal with all it takes from the lead; the gates know of the promises that will be its own."""
    return create_deal(
        by=by,
        stage=stage,
        owner=lead.owner or by,
        qualification=lead.qualification,
        lead=lead,
        answers=answers,
        label=lead.label,
        source=lead.source,
        custom=custom_for("deal", lead.custom),
        next_step_at=next_step_of(lead),
        **facts,
    )


def remember(lead, deal, made, by, operation):
    """Notes and planned follow-ups go to the deal; the lead remembers whom it became, and how it stood before."""
    if lead.notes:
        note_on_deal(deal, text=lead.notes, by=by)
    moved = list(planned_of(lead).order_by("pk").values_list("pk", flat=True))
    deal.follow_ups.model.objects.filter(pk__in=moved).update(deal=deal)
    became = {"status": Lead.Status.CONVERTED, "returns_on": None}
    became |= {"company": deal.company, "contact": deal.contact, "owner": deal.owner}
    Conversion.objects.create(
        lead=lead,
        deal=deal,
        company=deal.company,
        contact=deal.contact,
        before={name: said(lead, name) for name in became},
        moved=[{"use": MOVED, "ids": moved}],
        by=by,
        **made,
    )
    tell(lead, deal, became, by, operation)


def tell(lead, deal, became, by, operation):
    """One event for the lead, the deal, the company and the contact."""
    changes = changes_of(lead, became)
    for name, value in became.items():
        setattr(lead, name, value)
    lead.version += 1
    lead.save(update_fields=[*became, "version"])
    details = {"version": lead.version, "name": lead.name, "deal": deal.title, "deal_id": deal.pk}
    details |= {"score": lead.score, "source": lead.source, "campaign": lead.campaign}
    record(
        "lead.converted",
        lead,
        by=by,
        about=(deal, deal.company, deal.contact),
        changes=changes,
        details=details,
        owner=lead.owner,
        operation=operation,
    )


def convert_leads(leads, *, stage, by, bulk):
    """Convert several leads as planned, each under the rules of one alone, and report what became of each.

    `bulk` is the UUID of the act; sent again it does nothing again. Raises ActTaken if it was something else.
    """
    with together(bulk):
        locked = lock_leads(leads)
        if Event.objects.of_bulk(bulk).exclude(verb__in=WRITTEN, actor=by).exists():
            raise ActTaken
        outcomes = [attempt(lead, stage, by, bulk) for lead in locked]
    return Report(bulk, outcomes)


def lock_leads(leads):
    """The leads as they are now, in the order given, locked in the order of their ids: before any column."""
    ids = [lead.pk for lead in leads]
    list(Lead.objects.filter(pk__in=ids).order_by("pk").select_for_update().values_list("pk"))
    locked = Lead.objects.in_bulk(ids)
    return [locked[pk] for pk in ids if pk in locked]


def attempt(lead, stage, by, bulk):
    told = Event.objects.of_bulk(bulk).filter(subject=subject_key(lead), verb="lead.converted")
    if done := told.first():
        return LeadOutcome(lead, done)
    asked = {"title": first_title(lead), "amount": 0, "currency": stage.pipeline.currency}
    try:
        with transaction.atomic():
            deal = convert_lead(lead, stage=stage, by=by, **asked)
    except (GateClosed, StageClosed, RateMissing) as refusal:
        return LeadOutcome(lead, refusal=str(refusal))
    except ValidationError as refusal:
        return LeadOutcome(lead, refusal=" ".join(refusal.messages))
    return LeadOutcome(lead, told.get(), deal=deal)
