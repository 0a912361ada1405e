"""What next: follow-ups, the reminders before them, and what people were told."""

from followups.models.booking import Booking, BookingLink
from followups.models.calendar import CalendarFeed
from followups.models.follow_ups import (
    ABOUT_PARKED,
    EntryFollowUp,
    FollowUp,
    FollowUpKind,
    FollowUpQuerySet,
)
from followups.models.notifications import (
    ChannelChoice,
    Notification,
    NotificationQuerySet,
    PushSubscription,
)
from followups.models.reminders import Reminder, ReminderQuerySet

__all__ = [
    "ABOUT_PARKED",
    "Booking",
    "BookingLink",
    "CalendarFeed",
    "ChannelChoice",
    "EntryFollowUp",
    "FollowUp",
    "FollowUpKind",
    "FollowUpQuerySet",
    "Notification",
    "NotificationQuerySet",
    "PushSubscription",
    "Reminder",
    "ReminderQuerySet",
]
