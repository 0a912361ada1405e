"""What may be done with leads, companies and contacts."""

from leads.actions.answering import log_answer
from leads.actions.editing import EditedMeanwhile, create_lead, edit_lead
from leads.actions.records import create_company, create_contact, edit_company, edit_contact
from leads.actions.resting import recycle, wake_recycled_leads
from leads.actions.working import assign_lead, bring_back, disqualify, log_touch, qualify, take_lead

__all__ = [
    "EditedMeanwhile",
    "assign_lead",
    "bring_back",
    "create_company",
    "create_contact",
    "create_lead",
    "disqualify",
    "edit_company",
    "edit_contact",
    "edit_lead",
    "log_answer",
    "log_touch",
    "qualify",
    "recycle",
    "take_lead",
    "wake_recycled_leads",
]
