"""What reports keep: those people saved or have sent, the changes they compare, and reviews."""

from reports.models.ended import EndedDeals, EndedMonth, EndedStays, StirredMonth
from reports.models.experiments import Experiment
from reports.models.mailing import ReportLetter, ReportSchedule
from reports.models.review import Decision, Review
from reports.models.saved import SavedReport

__all__ = [
    "Decision",
    "EndedDeals",
    "EndedMonth",
    "EndedStays",
    "Experiment",
    "ReportLetter",
    "ReportSchedule",
    "Review",
    "SavedReport",
    "StirredMonth",
]
