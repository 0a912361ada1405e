"""What reports keep: those people saved, and the changes they compare."""

from reports.models.experiments import Experiment
from reports.models.review import Decision, Review
from reports.models.saved import SavedReport

__all__ = [
    "Decision",
    "Experiment",
    "Review",
    "SavedReport",
]
