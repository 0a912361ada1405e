"""The signed word by which an open page proves who is listening, to which board, and whose records that person may see.

Read by the live process, which has no Django apps: nothing here may need them at import.
"""

import time
from dataclasses import dataclass

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

LIFE_SECONDS = 3600
ALL = "all"


class Forged(Exception):
    """Not signed by us, or not a token of this kind."""


class Expired(Exception):
    """Signed by us, longer ago than it lives."""


@dataclass(frozen=True)
class Token:
    """`scope` is “all”, the path of a team (“1.4.”), or the user's own id; `issued_at` is a Unix time in seconds."""

    user_id: int
    board: int
    scope: str | int
    issued_at: float

    def sees(self, scopes):
        """Whether one of the (owner id, team path) pairs is within this user's sight; None is meant for everybody."""
        return scopes is None or self.scope == ALL or any(self._sees(*pair) for pair in scopes)

    def _sees(self, owner_id, team_path):
        if owner_id == self.user_id:
            return True
        return isinstance(self.scope, str) and self.scope != "" and team_path.startswith(self.scope)


def issue(user, board=0):
    """A token for this user's page of a board (its pipeline id), good for an hour; 0 hears personal notices only."""
    from django.conf import settings

    from timeline.above import scope_of

    payload = {"u": user.pk, "b": int(board), "s": scope_of(user), "t": round(time.time(), 3)}
    return signer(settings.SECRET_KEY).sign_object(payload)


def read(token, secret):
    """The Token, or Expired, or Forged."""
    try:
        payload = signer(secret).unsign_object(token, max_age=LIFE_SECONDS)
        return Token(payload["u"], payload["b"], payload["s"], payload["t"])
    except SignatureExpired as error:
        raise Expired from error
    except (BadSignature, ValueError, KeyError, TypeError) as error:
        raise Forged from error


def signer(secret):
    return TimestampSigner(key=secret, fallback_keys=[], salt="kariz.live")
