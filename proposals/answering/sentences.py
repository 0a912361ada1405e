"""How the answers of buyers read."""

from django.utils.translation import gettext_lazy as _

from kit.documents import exact_money
from timeline.sentences import PROPOSALS, say


def total(event):
    return {"total": exact_money(event.details["gross"], event.details["currency"])}


def chosen(event):
    return ", ".join(event.details.get("chosen", []))


def text(event):
    return event.details.get("text", "")


ACCEPTED = _("{name} accepted {number}, v{version} for {total}")
DECLINED = _("{name} declined {number}, v{version}")
say("proposal.accepted", ACCEPTED, icon="signature", kind=PROPOSALS, words=total, note=chosen)
say("proposal.declined", DECLINED, icon="x-circle", kind=PROPOSALS, note=lambda event: event.details["reason"])
say("proposal.asked", _("{who} asked about {number}, v{version}"), icon="info", kind=PROPOSALS, note=text)
say("proposal.replied", _("{actor} answered the question of {who}"), icon="mail", kind=PROPOSALS, note=text)
