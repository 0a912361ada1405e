"""How what happened to people and teams reads."""

from django.utils.translation import gettext_lazy as _

from timeline.sentences import say

say("person.invited", _("{actor} invited {email}"), icon="mail")
say("invitation.revoked", _("{actor} took back the invitation of {email}"), icon="x-circle")
say("person.joined", _("{actor} joined"), icon="user")
say("person.placed", _("{actor} changed a role or a team"), icon="users")
say("person.deactivated", _("{actor} deactivated an account"), icon="lock")
say("person.reactivated", _("{actor} opened an account again"), icon="user")
say("person.settings_changed", _("{actor} changed their preferences"), icon="gear")
say("person.session_ended", _("{actor} signed a browser out"), icon="lock")
say("person.sessions_ended", _("{actor} signed every other browser out"), icon="lock")
say("team.added", _("{actor} added the team {name}"), icon="users")
say("team.changed", _("{actor} changed a team"), icon="users")
say("role.visibility_set", _("{actor} changed how far a role sees"), icon="eye")
