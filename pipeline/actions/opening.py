"""A new deal: its place on top of a column, its first visit, its worth."""

from django.db import transaction

from accounts.fields.facts import parted
from leads.models import Qualification
from pipeline.actions.answering import give_answers
from pipeline.actions.moving import lock_open_stage
from pipeline.actions.places import TOP
from pipeline.actions.standing import Status, live_word
from pipeline.gates import ask_gates, stages_with_gates
from pipeline.models import Deal
from pipeline.ranks import rank_at
from pipeline.rates import in_base
from pipeline.ways import stages_crossed
from timeline.log import record
from timeline.models import Event, subject_key


def create_deal(*, by, title, stage, owner=None, between=TOP, qualification=None, lead=None, answers=None, **facts):
    """Open a deal at a place in a stage and return it; `owner` is `by` unless told, `qualification` a lead's sheet.

    `facts` are those of `edit_deal` and `opened_at`. The gates up to the stage are asked: raises GateClosed, and
    RateMissing or StageClosed.
    """
    with transaction.atomic():
        deal = Deal(title=title, stage=stage, pipeline=stage.pipeline, owner=owner or by, lead=lead, **parted(facts))
        deal.stage = lock_open_stage(stage, deal)
        deal.currency = facts.get("currency") or deal.pipeline.currency
        deal.base_amount = in_base(deal.amount, deal.currency)
        deal.qualification = qualification or Qualification.objects.create()
        take_place(deal, between, answers or {}, by=by)
        record_opening(deal, by=by)
    return deal


def opening_of(deal):
    """The event that brought a deal into being."""
    return Event.objects.get(subject=subject_key(deal), verb="deal.created")


def unmake_deal(deal, opening, *, by):
    """Take a locked deal away as if it had never been opened; returns the event that says so."""
    live = live_word(deal, deal.stage_id, None) | {"to": None, "rank": None}
    details = {"title": deal.title, "pipeline": deal.pipeline_id, "undone": opening.verb}
    event = record(
        "deal.undone", deal, by=by, about=(deal.company,), details=details, owner=deal.owner, undoes=opening, live=live
    )
    Deal.objects.filter(pk=deal.pk).delete()
    Qualification.objects.filter(pk=deal.qualification_id, lead=None).delete()
    return event


def take_place(deal, between, answers, *, by):
    """Write the deal with its first visit; answers to the gates are saved on it before they are asked."""
    deal.rank = rank_at(between, deal.stage)
    if not deal.stage.is_open:
        deal.status, deal.closed_at = Status.WON, deal.entered_stage_at
    deal.save()
    give_answers(deal, answers, by=by)
    ask_gates(deal, deal.stage, stages_crossed(None, deal.stage, stages_with_gates(deal.pipeline_id)))
    deal.visits.create(stage=deal.stage, entered_at=deal.entered_stage_at, by=by)


def record_opening(deal, *, by):
    record(
        "deal.created",
        deal,
        by=by,
        about=(deal.company, deal.lead),
        details={
            "title": deal.title,
            "amount": str(deal.amount),
            "currency": deal.currency,
            "to": deal.stage.name,
            "stage": deal.stage_id,
            "version": deal.stage_version,
        },
        owner=deal.owner,
        live=live_word(deal, None, None),
    )
