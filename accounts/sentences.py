"""How what happened to people and teams reads."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.lists.kept import registry
from kit import formats
from timeline.sentences import QUIET, say


def team_words(event):
    """A team by its name, the whole house as everybody; a day as people say it."""
    day = event.details.get("day")
    words = {"team": event.details["team"] or _("everybody")}
    return words | {"day": formats.day(date.fromisoformat(day))} if day else words


say("view.saved", _("{actor} saved the view {name}"), icon="star")
say("view.changed", _("{actor} changed the view {name}"), icon="star")
say("view.deleted", _("{actor} deleted the view {name}"), icon="trash")
say("savedview.thrown_away", _("{actor} threw the view {name} away"), icon="trash")
say("savedview.restored", _("{actor} restored the view {name}"), icon="undo")
say("view.pinned", _("{actor} pinned the view {name}"), icon="pin", kind=QUIET)
say("view.unpinned", _("{actor} unpinned the view {name}"), icon="pin", kind=QUIET)
say("person.invited", _("{actor} invited {email}"), icon="mail")
say("invitation.revoked", _("{actor} took back the invitation of {email}"), icon="x-circle")
say("person.joined", _("{actor} joined"), icon="user")
say("person.placed", _("{actor} changed a role or a team"), icon="users")
say("person.deactivated", _("{actor} deactivated an account"), icon="lock")
say("person.reactivated", _("{actor} opened an account again"), icon="user")
say("person.settings_changed", _("{actor} changed their preferences"), icon="gear")
say("person.session_ended", _("{actor} signed a browser out"), icon="lock")
say("person.sessions_ended", _("{actor} signed every other browser out"), icon="lock")
say("person.away", _("{actor} wrote down that {name} is away from {first} to {last}"), icon="later")
say("person.not_away", _("{actor} wrote down that {name} is here after all"), icon="user")
say("hours.set", _("{actor} changed the working days or quiet hours of {team}"), icon="later", words=team_words)
say("hours.dropped", _("{actor} let {team} work as the team above it"), icon="later", words=team_words)
say("holiday.added", _("{actor} made {day} free for {team}: {name}"), icon="cal", words=team_words)
say("holiday.removed", _("{actor} made {day} a working day of {team} again: {name}"), icon="cal", words=team_words)
say("key.made", _("{actor} made the key {name}, which acts as {owner}"), icon="lock")
say("key.revoked", _("{actor} revoked the key {name}"), icon="lock")
say("team.added", _("{actor} added the team {name}"), icon="users")
say("team.changed", _("{actor} changed a team"), icon="users")
say("role.visibility_set", _("{actor} changed how far a role sees"), icon="eye")


def title_of_list(event):
    kept = registry.get(event.details["list"])
    return {"list": kept.title if kept else "…"}


say("list.added", _("{actor} added {name} to the list {list}"), icon="plus", words=title_of_list)
say("list.edited", _("{actor} changed {name} in the list {list}"), icon="pencil", words=title_of_list)
say("list.moved", _("{actor} changed the place of {name} in the list {list}"), icon="sort", words=title_of_list)
say("list.retired", _("{actor} retired {name} from the list {list}"), icon="trash", words=title_of_list)
say("list.returned", _("{actor} brought back {name} to the list {list}"), icon="undo", words=title_of_list)
say("list.merged", _("{actor} merged {name} into {into} in the list {list}"), icon="merge", words=title_of_list)
say("list.reverted", _("{actor} took back a change of {name} in the list {list}"), icon="undo", words=title_of_list)

say("field.added", _("{actor} added the field {name}"), icon="plus")
say("field.edited", _("{actor} changed the field {name}"), icon="pencil")
say("field.moved", _("{actor} changed the place of the field {name}"), icon="sort")
say("field.retired", _("{actor} retired the field {name}"), icon="trash")
say("field.returned", _("{actor} brought back the field {name}"), icon="undo")
say("field.reverted", _("{actor} took back a change of the field {name}"), icon="undo")
say("fieldoption.added", _("{actor} added {name} to a choice"), icon="plus")
say("fieldoption.edited", _("{actor} changed {name} in a choice"), icon="pencil")
say("fieldoption.moved", _("{actor} changed the place of {name} in a choice"), icon="sort")
say("fieldoption.retired", _("{actor} retired {name} from a choice"), icon="trash")
say("fieldoption.returned", _("{actor} brought {name} back to a choice"), icon="undo")
say("fieldoption.reverted", _("{actor} took back a change of {name} in a choice"), icon="undo")
