"""How what buyers do with a proposal reads."""

from django.utils.translation import gettext_lazy as _

from timeline.sentences import PROPOSALS, say


def agent(event):
    return event.details.get("agent", "")


say("proposal.opened", _("{who} opened {number}, v{version}"), icon="eye", kind=PROPOSALS, note=agent)
say("proposal.returned", _("{who} came back to {number}, v{version}"), icon="eye", kind=PROPOSALS, note=agent)
say(
    "proposal.forwarded",
    _("{number}, v{version} of {who} was opened in another browser; maybe it was passed on"),
    icon="users",
    kind=PROPOSALS,
    note=agent,
)
