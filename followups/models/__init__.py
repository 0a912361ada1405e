"""What next: follow-ups, the reminders before them, and what people were told."""

from followups.models.booking import Booking, BookingLink
from followups.models.calendar import CalendarFeed
from followups.models.follow_ups import (
    ABOUT_PARKED,
    FollowUp,
    FollowUpKind,
    FollowUpQuerySet,
)
from followups.models.habits import USUAL_LEADS, USUAL_MORNING, Habit
from followups.models.mail import (
    Attachment,
    Letter,
    LetterQuerySet,
    LetterTemplate,
    LetterTemplateQuerySet,
    MailAddress,
    OptOut,
    Signature,
)
from followups.models.notifications import (
    ChannelChoice,
    Notification,
    NotificationQuerySet,
    PushSubscription,
)
from followups.models.reminders import Reminder, ReminderQuerySet
from followups.models.rules import (
    Nudge,
    NudgeQuerySet,
    Rule,
    RuleQuerySet,
    RuleRun,
    RuleRunQuerySet,
    RuleSwitch,
    WebhookEndpoint,
)
from followups.models.sequences import Sequence, SequenceRun, SequenceRunQuerySet, SequenceStep, SequenceStepDone
from followups.models.series import Occurrence, Series

__all__ = [
    "ABOUT_PARKED",
    "Attachment",
    "Booking",
    "BookingLink",
    "CalendarFeed",
    "ChannelChoice",
    "FollowUp",
    "FollowUpKind",
    "FollowUpQuerySet",
    "Habit",
    "Letter",
    "LetterQuerySet",
    "LetterTemplate",
    "LetterTemplateQuerySet",
    "MailAddress",
    "Notification",
    "NotificationQuerySet",
    "Nudge",
    "NudgeQuerySet",
    "Occurrence",
    "OptOut",
    "PushSubscription",
    "Reminder",
    "ReminderQuerySet",
    "Sequence",
    "SequenceRun",
    "SequenceRunQuerySet",
    "SequenceStep",
    "SequenceStepDone",
    "Series",
    "Signature",
    "USUAL_LEADS",
    "USUAL_MORNING",
    "Rule",
    "RuleQuerySet",
    "RuleRun",
    "RuleRunQuerySet",
    "RuleSwitch",
    "WebhookEndpoint",
]
