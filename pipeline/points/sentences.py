"""How what a sale turns on reads in the log."""

from django.utils.translation import gettext_lazy as _

from leads.models import Qualification
from pipeline.models import Point
from timeline.sentences import belong_to_what_they_are_about, say

ADDED = {
    Point.Kind.PAIN: _("a pain"),
    Point.Kind.OBJECTION: _("an objection"),
    Point.Kind.CRITERION: _("a decision criterion"),
}


def what(event):
    return {"what": ADDED.get(event.details["kind"], event.details["kind"])}


def words(event):
    """“Too expensive → Paid back in a year”, as it was left."""
    return " → ".join(filter(None, (event.details["text"], event.details["answer"])))


def note(event):
    return event.details["note"]


def topic(event):
    return {"topic": str(Qualification._meta.get_field(event.details["topic"]).verbose_name).capitalize()}


belong_to_what_they_are_about("point")
belong_to_what_they_are_about("rival")
say("deal.point_added", _("{actor} noted {what}"), icon="list", words=what, note=words)
say("deal.point_edited", _("{actor} changed {what}"), icon="pencil", words=what, note=words)
say("point.thrown_away", _("{actor} took “{name}” off the list"), icon="list")
say("point.restored", _("{actor} put “{name}” back on the list"), icon="undo")
say("deal.point_dropped", _("{actor} took {what} off the list"), icon="list", words=what, note=words)
say("deal.rival_added", _("{actor} noted the competitor {name}"), icon="shield", note=note)
say("deal.rival_edited", _("{actor} changed what is known of the competitor {name}"), icon="pencil", note=note)
say("rival.thrown_away", _("{actor} took the competitor {name} out of the race"), icon="shield")
say("rival.restored", _("{actor} put the competitor {name} back into the race"), icon="undo")
say("deal.rival_dropped", _("{actor} took the competitor {name} out of the race"), icon="shield", note=note)
say("deal.proved", _("{actor} marked a note as proof of {topic}"), icon="circlecheck", words=topic)
say("deal.unproved", _("{actor} took back the mark as proof of {topic}"), icon="circle", words=topic)
say("deal.stance", _("{actor} noted where {name} stands: {stance}"), icon="users")
