"""What may be done to follow-ups, their reminders and what people are told."""

from followups.actions.follow_ups import (
    cancel_follow_up,
    complete_follow_up,
    edit_follow_up,
    end_series,
    hand_over_follow_up,
    plan_follow_up,
    reopen_follow_up,
    reschedule_follow_up,
    snooze_follow_up,
    snooze_overdue,
    take_back_snooze,
    tell_outcome,
)
from followups.actions.kinds import set_up_kinds
from followups.actions.notifications import mark_all_read, mark_read, notify
from followups.actions.reminders import claim_due_reminders, deliver_reminder
from followups.actions.series import plan_series

__all__ = [
    "cancel_follow_up",
    "claim_due_reminders",
    "complete_follow_up",
    "deliver_reminder",
    "edit_follow_up",
    "end_series",
    "hand_over_follow_up",
    "mark_all_read",
    "mark_read",
    "notify",
    "plan_follow_up",
    "plan_series",
    "reopen_follow_up",
    "reschedule_follow_up",
    "set_up_kinds",
    "snooze_follow_up",
    "snooze_overdue",
    "take_back_snooze",
    "tell_outcome",
]
