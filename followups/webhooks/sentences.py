"""How addresses outside read in the log."""

from django.utils.translation import gettext_lazy as _

from timeline.sentences import say

say("webhook.added", _("{actor} added the address {name}"), icon="globe")
say("webhook.changed", _("{actor} changed the address {name}"), icon="globe")
say("webhook.secret", _("{actor} gave the address {name} a new secret"), icon="lock")
say("webhook.on", _("{actor} switched the address {name} on"), icon="globe")
say("webhook.off", _("{actor} switched the address {name} off"), icon="pause")
say("webhook.gave_up", _("{name} took no message for three days and is switched off"), icon="pause")
say("webhook.retired", _("{actor} took the address {name} out of use"), icon="trash")
say("webhookendpoint.thrown_away", _("{actor} threw the address {name} away"), icon="trash")
say("webhookendpoint.restored", _("{actor} restored the address {name}"), icon="undo")
