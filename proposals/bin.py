"""Drafts of proposals in the recycle bin: a first draft goes with its proposal, so that its number comes back too."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.bin.kinds import Kind, keep_in_bin, stands_against
from proposals.models import Proposal, Version

DRAFT = Version.State.DRAFT
SENT_STAYS = lazy("Only a draft can be thrown away. What was sent can be withdrawn.")
ONLY_ONE = lazy("This is the only version of its proposal: throw it away on its own page, and the proposal goes along.")


def title_of(version):
    return f"{version.proposal.number}, v{version.number}: {version.title}"


def refuse_alone(versions):
    """What was sent stays, and so does a version without which its proposal would have none."""
    beside = Version.objects.exclude(pk__in=[version.pk for version in versions])
    parents = set(beside.values_list("proposal", flat=True).filter(proposal__in={one.proposal_id for one in versions}))
    alone = {version.pk: ONLY_ONE for version in versions if version.proposal_id not in parents}
    return alone | {version.pk: SENT_STAYS for version in versions if version.state != DRAFT}


def refuse_with_sent(proposals):
    ids = [proposal.pk for proposal in proposals]
    sent = Version.objects.filter(proposal__in=ids).exclude(state=DRAFT).values_list("proposal", flat=True)
    return dict.fromkeys(sent, SENT_STAYS)


def mend_drafts(rows):
    """A draft comes back under the next number, unless another one was begun meanwhile."""
    for row in rows:
        beside = Version.objects.filter(proposal=row["proposal_id"]).order_by("-number")
        if beside.filter(state__in=[DRAFT, Version.State.SENDING]).exists():
            raise ValidationError(
                _("There is another draft of this proposal by now: send it or throw it away first, then restore this.")
            )
        last = beside.values_list("number", flat=True).first() or 0
        row["number"] = max(row["number"], last + 1)


keep_in_bin(
    Kind(
        "version",
        Version,
        lazy("Drafts of proposals"),
        "file",
        page="proposals:proposal",
        home="proposals:proposals",
        right="proposal.write",
        related=("proposal__deal__owner__team", "proposal__deal__company"),
        owner=lambda version: version.proposal.deal.owner,
        holder=lambda version: version.proposal.deal,
        named=title_of,
        around=lambda version: (version.proposal.deal, version.proposal.deal.company),
        refuse=refuse_alone,
        mend=mend_drafts,
    )
)
keep_in_bin(
    Kind(
        "proposal",
        Proposal,
        lazy("Proposals"),
        "file",
        home="proposals:proposals",
        right="proposal.write",
        related=("deal__owner__team", "deal__company"),
        owner=lambda proposal: proposal.deal.owner,
        holder=lambda proposal: proposal.deal,
        around=lambda proposal: (proposal.deal, proposal.deal.company),
        refuse=refuse_with_sent,
    )
)
IS_NAMED = lazy("A proposal names “%(name)s” as its reader, so they stay. Merge them into somebody else instead.")
stands_against("proposals.versionrecipient.contact", IS_NAMED)
stands_against("proposals.link.contact", IS_NAMED)
