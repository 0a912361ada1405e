from allauth.account.adapter import DefaultAccountAdapter


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: an invitation is the only way in."""

    def is_open_for_signup(self, request):
        return False
