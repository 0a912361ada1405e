"""Where people stand, what they prefer, and letting them go."""

from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Role, User
from timeline.live.publish import close_streams
from timeline.log import record


@transaction.atomic
def place_person(person, *, role, team, by):
    """Give a person a role and a team; the last admin stays an admin."""
    if role != Role.ADMIN:
        keep_an_admin(person)
    changes = changes_of(person, role=role, team=team)
    person.role, person.team = role, team
    person.save(update_fields=["role", "team"])
    event = record("person.placed", person, by=by, changes=changes)
    transaction.on_commit(lambda: close_streams(person), robust=True)
    return event


@transaction.atomic
def deactivate_person(person, *, by):
    """Shut an account: every session ends at once, what the person owns stays."""
    if person == by:
        raise ValidationError(_("You cannot deactivate yourself. Ask another admin."))
    keep_an_admin(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_all_sessions(person)
    return record("person.deactivated", person, by=by)


@transaction.atomic
def reactivate_person(person, *, by):
    """Open a shut account again, with the password it had."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    return record("person.reactivated", person, by=by)


@transaction.atomic
def change_settings(person, *, by, **wishes):
    """Keep a person's own preferences: name, zone, language, theme, quiet hours."""
    changes = changes_of(person, **wishes)
    for field, value in wishes.items():
        setattr(person, field, value)
    person.save(update_fields=list(wishes))
    return record("person.settings_changed", person, by=by, changes=changes)


@transaction.atomic
def end_session(session, *, by):
    """Sign one browser out."""
    session.end()
    transaction.on_commit(lambda: close_streams(session.user), robust=True)
    return record("person.session_ended", session.user, by=by)


@transaction.atomic
def end_sessions(person, *, by, but=None):
    """Sign a person out everywhere, but for the session with the key `but`."""
    end_all_sessions(person, but)
    return record("person.sessions_ended", person, by=by)


def end_all_sessions(person, but=None):
    for session in UserSession.objects.filter(user=person).exclude(session_key=but):
        session.end()
    transaction.on_commit(lambda: close_streams(person), robust=True)


def keep_an_admin(person):
    """Refuse to lose the last admin, also when two admins let each other go at the same moment."""
    admins = User.objects.active().filter(role=Role.ADMIN).order_by("pk").select_for_update()
    if [admin.pk for admin in admins] == [person.pk]:
        raise ValidationError(_("%(name)s is the last admin. Make somebody else an admin first.") % {"name": person})


def changes_of(record_, **values):
    """The fields that would change, as {name: [old, new]} in words for the log."""
    pairs = {field: (getattr(record_, field), value) for field, value in values.items()}
    return {field: [word_of(old), word_of(new)] for field, (old, new) in pairs.items() if old != new}


def word_of(value):
    return None if value is None else str(value)
