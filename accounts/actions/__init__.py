"""What may be done to people, invitations, teams and rights."""

from accounts.actions.invitations import accept_invitation, find_invitation, invite_person, revoke_invitation
from accounts.actions.people import (
    change_settings,
    deactivate_person,
    end_session,
    end_sessions,
    place_person,
    reactivate_person,
)
from accounts.actions.teams import add_team, change_team, set_visibility

__all__ = [
    "accept_invitation",
    "add_team",
    "change_settings",
    "change_team",
    "deactivate_person",
    "end_session",
    "end_sessions",
    "find_invitation",
    "invite_person",
    "place_person",
    "reactivate_person",
    "revoke_invitation",
    "set_visibility",
]
