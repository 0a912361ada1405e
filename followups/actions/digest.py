"""The morning letter: what the day holds, once a day for each person, at their own morning.

A day is marked and its letter written in one commit, under a key of person and day: so there is one at most,
and none for a day that holds nothing.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.hours.queries import hours_of
from accounts.middleware import zone_of
from accounts.models import User
from accounts.rights import RIGHTS
from followups.actions.notifications import speaking_to
from followups.letters import digest_letter
from followups.models import USUAL_MORNING, Habit
from followups.notices.sending import take_for_digest
from followups.queries import day_of
from followups.times import after_quiet_hours, moment
from followups.times import day_of as date_of
from timeline.outgoing import queue_email

logger = logging.getLogger(__name__)
# A morning that went by while nothing ran is made up for until noon or so; later it would be news of yesterday.
LASTS = timedelta(hours=4)


def send_digests():
    """Write the morning letters that are due; one person's trouble keeps nobody else from theirs."""
    now = timezone.now()
    habits = {habit.user_id: habit for habit in Habit.objects.all()}
    workers = User.objects.active().filter(role__in=RIGHTS["followup.edit"][0])
    for user in workers.select_related("team"):
        if is_morning(user, habits.get(user.pk), now):
            try:
                write_digest(user, now)
            except Exception:
                logger.exception("The morning letter of user %s was not written", user.pk)


def is_morning(user, habit, now):
    """Whether this person's morning has begun, is not long over, and was not seen to yet."""
    zone = zone_of(user)
    day = date_of(now, zone)
    if habit and habit.digested_on and habit.digested_on >= day:
        return False
    begin = moment(day, habit.morning if habit else USUAL_MORNING, zone)
    return begin <= now < begin + LASTS


@transaction.atomic
def write_digest(user, now):
    """Put the morning letter of a person on its way, unless the day holds nothing, is off, or was seen to already."""
    Habit.objects.get_or_create(user=user)
    habit = Habit.objects.select_for_update().get(user=user)
    day = date_of(now, zone_of(user))
    if habit.digested_on and habit.digested_on >= day or after_quiet_hours(now, user) > now:
        return
    habit.digested_on = day
    habit.save(update_fields=["digested_on"])
    if not hours_of(user).why_off(day):
        with speaking_to(user):
            say_what_the_day_holds(user, day, wants_all=habit.wants_digest)


def say_what_the_day_holds(user, day, *, wants_all):
    """Who wants no morning letter still gets the notices they chose to read in one."""
    notices = take_for_digest(user)
    promises = day_of(user) if wants_all else None
    if notices or promises and (promises.overdue.count or promises.today.count):
        letter = digest_letter(user, promises, notices)
        queue_email(key=f"digest:{user.pk}:{day.isoformat()}", to=[user.email], **letter)
