"""What buyers do with a proposal gives points to the leads they are."""

from django.utils.translation import gettext_lazy as _

from leads.scoring import listening
from leads.scoring.signals import signal
from timeline.listeners import listen

signal("proposal.opened", _("opened a proposal"), of_contact=True)
signal("proposal.returned", _("came back to a proposal"), of_contact=True)
signal("proposal.forwarded", _("passed a proposal on"), of_contact=True)
signal("proposal.asked", _("asked about a proposal"), of_contact=True)
signal("proposal.accepted", _("accepted a proposal"), of_contact=True)


@listen("scores of buyers", verbs=["proposal."], batch=1000)
def keep_scores(events):
    """Scores follow what people do with their proposals."""
    listening.keep_scores(events)
