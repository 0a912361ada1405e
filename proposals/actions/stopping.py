"""Taking a version back, letting it expire, and throwing a draft away."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.bin.actions import throw_away
from pipeline.actions.places import lock_deal
from pipeline.actions.proposals import FOLLOWED, write_proposal
from pipeline.models import Deal
from proposals.actions.telling import lock_version, tell
from proposals.links.times import end_of
from proposals.models import Version

State = Version.State
STANDS_AS = {State.SENT: Deal.Proposal.SENT, State.ACCEPTED: Deal.Proposal.ACCEPTED}


@transaction.atomic
def withdraw_version(version, *, by):
    """Take back what was sent and is not answered: its links end at once."""
    deal = lock_deal(version.proposal.deal)
    version = lock_version(version)
    if version.state != State.SENT:
        raise ValidationError(_("Only what was sent and is not yet answered can be withdrawn."))
    version.state, version.withdrawn_at = State.WITHDRAWN, timezone.now()
    version.save(update_fields=["state", "withdrawn_at"])
    tell("proposal.withdrawn", version, by=by)
    write_proposal(deal, standing_of(deal), by=by, verb=FOLLOWED)


def delete_draft(version, *, by):
    """Throw a draft away, the first one with its number, and return what lies in the bin."""
    return throw_away([version.proposal if version.number == 1 else version], by=by).done


def expire_due():
    """Let expire what was sent and not answered by the end of its last day; returns how many."""
    latest = timezone.now().date() + timedelta(days=1)  # somewhere the day is a day ahead
    sent = Version.objects.filter(state=State.SENT, valid_until__lt=latest).order_by("pk")
    return sum(expire_version(version) for version in sent.select_related("proposal__deal__owner"))


@transaction.atomic
def expire_version(version):
    """Nobody answered in time: whoever opens it reads so. Says whether it expired now."""
    version = lock_version(version)
    if version.state != State.SENT or end_of(version.valid_until, version.proposal.deal.owner) > timezone.now():
        return False
    version.state, version.settled_at = State.EXPIRED, timezone.now()
    version.save(update_fields=["state", "settled_at"])
    tell("proposal.expired", version, by=None)
    return True


def standing_of(deal):
    """How far the proposals of a deal came that still stand."""
    states = set(Version.objects.filter(proposal__deal=deal).values_list("state", flat=True))
    return next((STANDS_AS[state] for state in (State.ACCEPTED, State.SENT) if state in states), Deal.Proposal.NONE)
