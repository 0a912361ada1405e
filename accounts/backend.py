"""Who comes back with a session, with what nearly every page asks of them read along: their team, their board."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from kit.prepared import Prepared

find_user = Prepared(lambda pk: User.objects.select_related("team", "board_settings").filter(pk=pk))


class Backend(AuthenticationBackend):
    """allauth's way in, in one query."""

    def get_user(self, user_id):
        user = find_user.one(user_id)
        return user if user and self.user_can_authenticate(user) else None
