"""How scores and their rules read in the log."""

from django.utils.translation import gettext_lazy as _

from kit.formats import number
from timeline.sentences import say


def scores(event):
    return {"score": number(event.details["score"]), "to": event.details.get("to") or _("none")}


def threshold(event):
    return {"score": number(event.details["score"]), "threshold": number(event.details["threshold"])}


say("lead.labelled", _("By the score of {score} the label is now {to}"), icon="tag", words=scores)
say("lead.promoted", _("The score rose over {threshold}, to {score}"), icon="bolt", words=threshold)
say("scoring.added", _("{actor} added the score rule {name}"), icon="plus")
say("scoring.edited", _("{actor} changed the score rule {name}"))
say("scoring.retired", _("{actor} retired the score rule {name}"), icon="trash")
say("scoring.returned", _("{actor} brought back the score rule {name}"), icon="undo")
say("scoring.thresholds", _("{actor} changed from which scores leads are labelled and promoted"), icon="tag")
say("policy.edited", _("{actor} changed when leads are let go and when they are turned to again"))
