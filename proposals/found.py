"""Proposals as the search of every page finds them, by number and by what their newest version says."""

from django.utils.translation import gettext_lazy as _

from accounts.search.kinds import Hit, Kind, load_held, make_searchable
from proposals.models import Proposal, Version


def proposal_ids():
    return Proposal.objects.values_list("pk", flat=True)


def load_proposals(found, user):
    """Of these proposals those this person may see."""
    held = load_held(found, user)
    newest = Version.objects.visible_to(user).latest_of_each().filter(proposal__in=found).select_related("proposal")
    return {
        one.proposal_id: hit_of(one, held[found[one.proposal_id]]) for one in newest if found[one.proposal_id] in held
    }


def hit_of(version, holder):
    said = (version.proposal.number, holder.name, str(version.get_state_display()))
    return Hit(version.title, ", ".join(said), f"{holder.address}#proposals")


make_searchable(Kind("proposal", _("Proposals"), "file", 8, proposal_ids, load_proposals))
