"""Something to do for the tasks of proposals."""

from datetime import timedelta

from django.utils import timezone

from proposals.actions.making import make_proposal
from proposals.actions.sending import send_version
from proposals.models import ProposalTemplate, Version


def wait_to_be_drawn(deal):
    """A version that waits for its paper."""
    deal.contact.email = "kari@mirabilis.example"
    deal.contact.save()
    send_version(make_proposal(deal, ProposalTemplate.objects.first(), by=deal.owner), by=deal.owner)


def outlive(deal):
    """A version that was sent, and whose last day has passed."""
    version = make_proposal(deal, ProposalTemplate.objects.first(), by=deal.owner)
    long_ago = timezone.now() - timedelta(days=40)
    Version.objects.filter(pk=version.pk).update(state="sent", sent_at=long_ago, valid_until=long_ago.date())
