"""Who sells hears at once what a buyer does with a proposal; the log tells it, whoever writes there."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from followups.actions.notifications import notify, speaking_to
from followups.rules.triggers import record_in
from timeline.listeners import listen

WORDS = {
    "proposal.opened": _("%(who)s opened your proposal %(title)s"),
    "proposal.returned": _("%(who)s came back to your proposal %(title)s"),
    "proposal.forwarded": _("Your proposal %(title)s was opened in another browser; maybe %(who)s passed it on"),
    "proposal.accepted": _("%(name)s accepted your proposal %(title)s"),
    "proposal.declined": _("%(name)s declined your proposal %(title)s: %(reason)s"),
    "proposal.asked": _("%(who)s asks about %(title)s: %(text)s"),
    "proposal.expired": _("Your proposal %(title)s expired without an answer"),
}


@listen("proposals", verbs=list(WORDS))
def tell_sellers(events):
    """Whose deal it is hears of it once, wherever they are."""
    for event in events:
        deal = record_in(event, "deal")
        if deal and event.owner_id and event.verb in WORDS:
            tell_seller(event, deal)


def tell_seller(event, deal):
    with speaking_to(event.owner):
        text = str(WORDS[event.verb]) % event.details
    notify(
        event.owner, key=f"proposal:{event.pk}", kind=event.verb, text=text, url=reverse("pipeline:deal", args=[deal])
    )
