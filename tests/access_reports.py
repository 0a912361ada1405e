"""Who may open the reports."""

from tests.access import about, needs, private, public

REPORTS = {
    "reports:report": needs("forecast.see", name="win-rate"),
    "reports:experiments": needs("forecast.see"),
    "reports:experiment-new": needs("experiments.edit", "GET POST"),
    "reports:experiment": about("experiment", verb="forecast.see"),
    "reports:experiment-edit": about("experiment", "GET POST", "experiments.edit"),
    "reports:experiment-end": about("experiment", "POST", "experiments.edit"),
    "reports:experiment-delete": about("experiment", "POST", "experiments.edit"),
    "reports:saved": needs("forecast.see"),
    "reports:saved-new": needs("forecast.see", "GET POST"),
    "reports:saved-rename": private("saved_report", "GET POST"),
    "reports:saved-query": private("saved_report", "POST"),
    "reports:saved-delete": private("saved_report", "POST"),
    "reports:reviews": needs("review.hold", "GET POST"),
    "reports:review": about("review", verb="review.hold"),
    "reports:review-paper": about("review", verb="review.hold"),
    "reports:review-undo": private("review", "POST"),
    "reports:review-end": private("review", "POST"),
    "reports:review-deal": private("review", place=1),
    "reports:review-decide": private("review", "GET POST", place=1, choice="push"),
    "reports:reports": needs("forecast.see"),
    "reports:mailing": needs("reports.send"),
    "reports:mailing-stop": public("the link under a letter is the key", "GET POST", token="no-such-token"),
    "reports:mailing-new": needs("reports.send", "GET POST", name="win-rate"),
    "reports:mailing-change": private("report_schedule", "GET POST"),
    "reports:mailing-pause": private("report_schedule", "POST"),
    "reports:mailing-delete": private("report_schedule", "POST"),
    "reports:file": needs("forecast.see", "POST", name="win-rate", ending="csv"),
    "reports-api:report": public("programs show a key instead", name="win-rate"),
}
