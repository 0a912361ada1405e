"""What the ground asks of the floors above it: named in settings, looked up when needed, imported by nobody here."""

from django.conf import settings
from django.utils.module_loading import import_string


def require(user, verb):
    """Refuse with 403 and a sentence what this user may not do."""
    _find("require")(user, verb)


def may(user, verb):
    """Whether this user may do this."""
    return _find("may")(user, verb)


def visible_owner_ids(user):
    """The ids of the people whose records this user may see, or None for everyone's."""
    return _find("visible_owner_ids")(user)


def scope_of(user):
    """“all”, the path of the team whose branch this user sees, or the user's own id."""
    return _find("scope_of")(user)


def attachments(ids):
    """[(name, bytes, type)] of the files that go with an e-mail, by their ids."""
    return _find("attachments")(ids) if ids else []


def _find(question):
    return import_string(settings.TIMELINE_ASKS[question])
