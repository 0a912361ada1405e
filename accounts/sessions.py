"""Sessions in the database, as Django keeps them; the one of a request is found by a question made once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from kit.prepared import Prepared

find_session = Prepared(lambda key: Session.objects.filter(session_key=key))


class SessionStore(db.SessionStore):
    def _get_session_from_db(self):
        found = find_session.one(self.session_key)
        if found and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None
