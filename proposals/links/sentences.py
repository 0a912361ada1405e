"""How what happens to private links reads."""

from django.utils.translation import gettext_lazy as _

from timeline.sentences import PROPOSALS, QUIET, say

say("proposal.link_given", _("{actor} gave {who} a private link to {number}"), icon="link", kind=QUIET)
say("proposal.link_copied", _("{actor} copied the link of {who} to {number}"), icon="link", kind=PROPOSALS)
say("proposal.link_guarded", _("{actor} lets the link of {who} ask for a code"), icon="shield", kind=PROPOSALS)
say("proposal.link_unguarded", _("{actor} lets the link of {who} open without a code"), icon="link", kind=PROPOSALS)
say("proposal.link_revoked", _("{actor} closed the link of {who} to {number}"), icon="lock", kind=PROPOSALS)
HELD = _("The letter {title} to {to} was not sent: {thing} was in the bin")
say("proposal.held_back", HELD, icon="trash", kind=PROPOSALS)
say("proposal.released", _("{actor} sent the letter {title} to {to} after all"), icon="send", kind=PROPOSALS)
