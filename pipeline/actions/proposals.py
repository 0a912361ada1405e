"""How far the proposal of a deal has come, said by hand or by whatever sends proposals."""

from django.db import transaction
from django.utils import timezone

from pipeline.actions.places import lock_deal
from pipeline.actions.standing import live_word
from timeline.log import record

NOTED = "deal.proposal"
FOLLOWED = "deal.proposal_followed"  # what happened to the proposal itself says it; the timeline need not say it twice


def say_proposal(deal, *, state, by, on=None):
    """Note the state of a deal's proposal (Deal.Proposal) and its day, today unless told; returns the event, if any."""
    with transaction.atomic():
        return write_proposal(lock_deal(deal), state, on, by=by)


def write_proposal(deal, state, on=None, *, by, verb=NOTED):
    """The same on a locked deal, in the caller’s transaction; FOLLOWED where a proposal made here came so far."""
    on = (on or timezone.localdate()) if state else None
    before = {"proposal": deal.proposal, "proposal_on": deal.proposal_on and deal.proposal_on.isoformat()}
    after = {"proposal": str(state), "proposal_on": on and on.isoformat()}
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if not changes:
        return None
    deal.proposal, deal.proposal_on = state, on
    deal.save(update_fields=["proposal", "proposal_on"])
    return record(
        verb,
        deal,
        by=by,
        about=(deal.company,),
        changes=changes,
        details={"state": after["proposal"], "on": after["proposal_on"]},
        owner=deal.owner,
        live=live_word(deal, deal.stage_id, None),
    )
