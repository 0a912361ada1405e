"""Who might buy: leads, companies, contacts, their labels, what qualifies them, how they came, what was imported."""

from leads.models.capture import Arrival, CaptureForm, FormField, Submission
from leads.models.imports import ImportBatch, ImportChange, ImportMapping, RejectedRow
from leads.models.labels import Label, LabelSet, LabelStay, LeadLabelStay
from leads.models.leads import IN_WORK, Lead, LeadQuerySet
from leads.models.likeness import Fingerprint, LikelyPair, Merge
from leads.models.qualification import Qualification
from leads.models.records import Company, Contact, SharedQuerySet
from leads.models.rules import (
    AssignmentRule,
    AssignmentTurn,
    LeadPolicy,
    ScoreReason,
    ScoreThreshold,
    ScoringRule,
)

__all__ = [
    "IN_WORK",
    "Arrival",
    "AssignmentRule",
    "AssignmentTurn",
    "CaptureForm",
    "Company",
    "Contact",
    "Fingerprint",
    "FormField",
    "ImportBatch",
    "ImportChange",
    "ImportMapping",
    "Label",
    "LabelSet",
    "LabelStay",
    "Lead",
    "LeadLabelStay",
    "LeadPolicy",
    "LeadQuerySet",
    "LikelyPair",
    "Merge",
    "Qualification",
    "RejectedRow",
    "ScoreReason",
    "ScoreThreshold",
    "ScoringRule",
    "SharedQuerySet",
    "Submission",
]
