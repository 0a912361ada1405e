"""What next: follow-ups, the reminders before them, and what people were told."""

from followups.models.follow_ups import (
    ABOUT_PARKED,
    EntryFollowUp,
    FollowUp,
    FollowUpKind,
    FollowUpQuerySet,
)
from followups.models.notifications import Notification, NotificationQuerySet
from followups.models.reminders import Reminder, ReminderQuerySet

__all__ = [
    "ABOUT_PARKED",
    "EntryFollowUp",
    "FollowUp",
    "FollowUpKind",
    "FollowUpQuerySet",
    "Notification",
    "NotificationQuerySet",
    "Reminder",
    "ReminderQuerySet",
]
