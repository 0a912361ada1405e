"""Doors in a mail: signed links that let one person do one thing to one follow-up, signed in or not, for two weeks."""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rights import may
from followups.models import FollowUp

SALT = "followups.doors"
LIFE = timedelta(days=14)
ACTS = {
    "done": _("Done"),
    "hour": _("In an hour"),
    "tomorrow": _("Tomorrow"),
    "workday": _("Next working day"),
}


class Over(Exception):
    """A true link that opens nothing any more: too old, or the follow-up is somebody else's now."""


class Forged(Exception):
    """A link we never wrote."""


@dataclass(frozen=True)
class Door:
    """What an opened link allows: this act, on this follow-up, as this person."""

    follow_up: FollowUp
    user: User
    act: str

    @property
    def label(self):
        return ACTS[self.act]


def path_of_door(follow_up, act):
    """The address by which the follow-up's owner does this."""
    token = signing.dumps([follow_up.pk, follow_up.owner_id, act], salt=SALT)
    return reverse("followups:by-mail", args=[token])


def opened(token):
    """The Door of a token; raises Over or Forged."""
    try:
        pk, owner, act = signing.loads(token, salt=SALT, max_age=LIFE)
    except signing.SignatureExpired as error:
        raise Over from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Forged from error
    user = User.objects.active().filter(pk=owner).select_related("team").first()
    if not user or not may(user, "followup.edit"):
        raise Over
    follow_up = FollowUp.objects.visible_to(user).filter(pk=pk, owner=user).select_related("deal", "lead").first()
    if not follow_up:
        raise Over
    return Door(follow_up, user, act)
