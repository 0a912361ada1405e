"""How what is done with reports and in reviews reads on a timeline."""

from django.utils.translation import gettext_lazy as _

from timeline.sentences import QUIET, say


def note(event):
    return event.details.get("note", "")


say("report.exported", _("{actor} exported the report {report} as {format}"), icon="download")
say("report.scheduled", _("{actor} has the report {name} sent by e-mail"), icon="mail")
say("report.rescheduled", _("{actor} changed how the report {name} is sent"), icon="mail")
say("report.sent_now", _("{actor} had the report {name} sent at once"), icon="send")
say("report.paused", _("{actor} paused the report {name}"), icon="pause")
say("report.resumed", _("{actor} has the report {name} sent again"), icon="mail")
say("report.unscheduled", _("{actor} has the report {name} sent no more"), icon="trash")
say("report.left", _("{actor} wants the report {name} no more"), icon="mail")
say("review.keep", _("{actor} kept the deal in the weekly review"), icon="check", note=note)
say("review.push", _("{actor} pushed the deal in the weekly review"), icon="cal", note=note)
say("review.commit", _("{actor} committed the deal in the weekly review"), icon="circlecheck", note=note)
say("review.park", _("{actor} parked the deal in the weekly review"), icon="pause")
say("review.lose", _("{actor} gave the deal up in the weekly review"), icon="x-circle")
say("review.undone", _("{actor} took back what the weekly review decided"), icon="undo")
say("review.began", _("{actor} began a review of {count} deals"), icon="list", kind=QUIET)
say("review.ended", _("{actor} ended a review"), icon="check", kind=QUIET)
say("report.saved", _("{actor} saved the report {name}"), icon="star")
say("report.changed", _("{actor} changed the report {name}"), icon="star")
say("report.deleted", _("{actor} deleted the report {name}"), icon="trash")
say("savedreport.thrown_away", _("{actor} threw the report {name} away"), icon="trash")
say("savedreport.restored", _("{actor} restored the report {name}"), icon="undo")
say("reportschedule.thrown_away", _("{actor} has the report {name} sent no more"), icon="trash")
say("reportschedule.restored", _("{actor} has the report {name} sent again"), icon="undo")
say("experiment.thrown_away", _("{actor} threw the experiment {name} away"), icon="trash")
say("experiment.restored", _("{actor} restored the experiment {name}"), icon="undo")
say("experiment.marked", _("{actor} marked the change {name}"), icon="flag")
say("experiment.changed", _("{actor} edited the experiment {name}"), icon="pencil")
say("experiment.ended", _("{actor} ended the experiment {name}"), icon="check")
say("experiment.deleted", _("{actor} deleted the experiment {name}"), icon="trash")
