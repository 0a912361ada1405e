"""How a person wants to be reminded."""

from django.db import transaction

from followups.actions.planning import hold
from followups.actions.reminders import set_reminders
from followups.models import FollowUp, Habit
from timeline.log import record


@transaction.atomic
def set_habit(user, *, remind_before, morning, wants_digest, by):
    """Keep the lead times and the morning of a person, for what is planned already too."""
    facts = {"remind_before": remind_before, "morning": morning, "wants_digest": wants_digest}
    before, _made = Habit.objects.get_or_create(user=user)
    changes = {name: [str(getattr(before, name)), str(value)] for name, value in facts.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if changes:
        Habit.objects.filter(user=user).update(**facts)
        record("person.habits_set", user, by=by, changes=changes)
    if changes.keys() & {"remind_before", "morning"}:
        remind_anew(user)


def remind_anew(user):
    planned = FollowUp.objects.planned().filter(owner=user).order_by("deal_id", "pk")
    for follow_up in planned:
        set_reminders(hold(follow_up))
