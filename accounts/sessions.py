"""Sessions in the database, as Django keeps them; the one of a request is found by a question made once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from kit.prepared import Prepared

find_session = Prepared(lambda key: Session.objects.filter(session_key=key, expire_date__gt=Now()))


class SessionStore(db.SessionStore):
    def _get_session_from_db(self):
        found = find_session.one(self.session_key)
        if found is None:
            self._session_key = None
        return found
