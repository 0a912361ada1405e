"""Who sells hears at once what a buyer does with a proposal; the log tells it, whoever writes there."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from followups.actions.notifications import notify, speaking_to
from followups.mail.holding import NOT_SENT
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
    "proposal.held_back": NOT_SENT,
    "proposal.not_sent": _("Your proposal %(title)s was not sent: %(problem)s"),
}


@listen("proposals", verbs=list(WORDS))
def tell_sellers(events):
    """Whose deal it is hears of it once, wherever they are; of what was not sent, whoever sent it."""
    for event in events:
        deal, seller = record_in(event, "deal"), sender_in(event) or event.owner
        if deal and seller and event.verb in WORDS:
            tell_seller(seller, event, deal)


def sender_in(event):
    return User.objects.filter(pk=event.details.get("sender")).first()


def tell_seller(seller, event, deal):
    with speaking_to(seller):
        text = str(WORDS[event.verb]) % event.details
    notify(seller, key=f"proposal:{event.pk}", kind=event.verb, text=text, url=reverse("pipeline:deal", args=[deal]))
