"""How what happened to calendar feeds reads."""

from django.utils.translation import gettext_lazy as _

from timeline.sentences import say

say("person.calendar_opened", _("{actor} made an address for their calendar"), icon="cal")
say("person.calendar_changed", _("{actor} changed what their calendar shows"), icon="cal")
say("person.calendar_closed", _("{actor} revoked the address of their calendar"), icon="cal")
