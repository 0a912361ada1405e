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
from accounts.actions.saved_views import change_view, delete_view, pin_view, save_view
from accounts.actions.teams import add_team, change_team, set_visibility

__all__ = [
    "accept_invitation",
    "add_team",
    "change_settings",
    "change_team",
    "change_view",
    "deactivate_person",
    "delete_view",
    "end_session",
    "end_sessions",
    "find_invitation",
    "invite_person",
    "pin_view",
    "place_person",
    "reactivate_person",
    "revoke_invitation",
    "save_view",
    "set_visibility",
]
