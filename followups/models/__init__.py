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
from followups.models.habits import USUAL_LEADS, USUAL_MORNING, Habit
from followups.models.notifications import (
    ChannelChoice,
    Notification,
    NotificationQuerySet,
    PushSubscription,
)
from followups.models.reminders import Reminder, ReminderQuerySet
from followups.models.rules import (
    NudgeRest,
    Rule,
    RuleQuerySet,
    RuleRun,
    RuleRunQuerySet,
    RuleSwitch,
    WebhookEndpoint,
)
from followups.models.series import Occurrence, Series

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
    "Habit",
    "Notification",
    "NotificationQuerySet",
    "NudgeRest",
    "Occurrence",
    "PushSubscription",
    "Reminder",
    "ReminderQuerySet",
    "Series",
    "USUAL_LEADS",
    "USUAL_MORNING",
    "Rule",
    "RuleQuerySet",
    "RuleRun",
    "RuleRunQuerySet",
    "RuleSwitch",
    "WebhookEndpoint",
]
