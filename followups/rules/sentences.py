"""How rules and what is done with them read in the log."""

from django.utils.translation import gettext_lazy as _

from timeline.sentences import say

say("automation.added", _("{actor} added the rule {name}"), icon="bolt")
say("automation.changed", _("{actor} changed the rule {name}"), icon="bolt")
say("automation.moved", _("{actor} changed the place of the rule {name}"), icon="sort")
say("automation.on", _("{actor} switched the rule {name} on"), icon="bolt")
say("automation.off", _("{actor} switched the rule {name} off"), icon="pause")
say("automation.paused", _("The rule {name} ran too often in one hour and is paused"), icon="pause")
say("automation.retired", _("{actor} took the rule {name} out of use"), icon="trash")
say("automation.returned", _("{actor} brought back the rule {name}"), icon="undo")
say("automation.all_on", _("{actor} switched rules on"), icon="bolt")
say("automation.all_off", _("{actor} switched all rules off"), icon="pause")
