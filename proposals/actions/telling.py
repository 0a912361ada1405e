"""Telling the log what became of a proposal, so that its deal, its company and its people show it."""

from proposals.models import Proposal, Version
from timeline.log import record


def tell(verb, version, *, by, contacts=(), changes=None, **details):
    """Record what happened to a version; whoever sees the deal may know."""
    proposal = version.proposal
    deal = proposal.deal
    named = {"number": proposal.number, "version": version.number, "title": version.title}
    return record(
        verb,
        proposal,
        by=by,
        about=(deal, deal.company, *contacts),
        changes=changes,
        details=named | details,
        owner=deal.owner,
    )


def lock_version(version):
    """The version as it is now, locked after its proposal, with its deal; both in the order everybody takes them."""
    Proposal.objects.select_for_update(no_key=True).get(pk=version.proposal_id)
    Version.objects.select_for_update(no_key=True).get(pk=version.pk)
    related = ("proposal__deal__owner__team", "proposal__deal__company", "prepared_by", "logo")
    return Version.objects.select_related(*related).get(pk=version.pk)
