"""How the coming of leads reads."""

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kit import formats
from timeline.sentences import NOTES, say


def what_they_said(event):
    """Each answer on a line: “Fleet: 40”."""
    return "\n".join(f"{question}: {answer}" for question, answer in event.details.get("answers", []))


def why_they(event):
    """What decided under the rule, and who would have been asked but is away."""
    told = event.details
    if told["way"] == "least":
        words = ngettext("Fewest open leads: %(count)s.", "Fewest open leads: %(count)s.", told["open"])
        reason = words % {"count": formats.number(told["open"])}
    else:
        words = ngettext("Only one is there.", "Waited longest of %(count)s.", told["present"])
        reason = words % {"count": formats.number(told["present"])}
    away = ", ".join(told["away"])
    return f"{reason} {now('Away: %(names)s.') % {'names': away}}" if away else reason


say("lead.captured", _("{name} came by “{form}”"), icon="globe", kind=NOTES, note=what_they_said)
say("lead.came_again", _("{name} came again by “{form}”"), icon="globe", kind=NOTES, note=what_they_said)
say("lead.routed", _("{to} got the lead by the rule “{rule}”"), icon="user", note=why_they)
say("lead.left_open", _("No rule found somebody for {name}: whoever takes it has it"), icon="user")
say("form.created", _("{actor} began the form {name}"), icon="plus")
say("form.edited", _("{actor} changed the form {name}"))
say("form.published", _("{actor} published the form {name}"), icon="globe")
say("form.retired", _("{actor} closed the form {name}"), icon="lock")
say("rule.added", _("{actor} added the rule {name}"), icon="merge")
say("rule.changed", _("{actor} changed the rule {name}"), icon="merge")
say("rule.moved", _("{actor} changed the place of the rule {name}"), icon="sort")
say("rule.retired", _("{actor} retired the rule {name}"), icon="trash")
say("rule.returned", _("{actor} brought back the rule {name}"), icon="undo")
