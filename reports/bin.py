"""Saved reports, reports by e-mail and experiments in the recycle bin."""

from django.utils.translation import gettext_lazy as _

from accounts.bin.kinds import Kind, keep_in_bin
from reports.models import Experiment, ReportSchedule, SavedReport

keep_in_bin(Kind("savedreport", SavedReport, _("Saved reports"), "pie", home="reports:saved", is_private=True))
keep_in_bin(
    Kind(
        "reportschedule",
        ReportSchedule,
        _("Reports by e-mail"),
        "mail",
        home="reports:mailing",
        right="reports.send",
        is_private=True,
    )
)
keep_in_bin(
    Kind(
        "experiment",
        Experiment,
        _("Experiments"),
        "bolt",
        page="reports:experiment",
        home="reports:experiments",
        right="experiments.edit",
        related=("by__team",),
        owner=lambda experiment: None,
    )
)
