"""Reminders, exactly once: the database is the schedule, the tick only claims what is due and wakes the workers.

A claim is a lease: whoever dies with it loses it, and the next tick finds the reminder again. The notice, the e-mail's
row and the reminder's new state are one commit, so they exist together or not at all.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest, Now
from django.utils import timezone

from accounts.rights import may
from followups.actions.notifications import notify, speaking_to
from followups.letters import reminder_letter, reminder_notice
from followups.models import FollowUp, Reminder
from followups.times import held_back, listener_of, words_before

logger = logging.getLogger(__name__)

CLAIM_AT_ONCE = 200
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
STATES, HELD = Reminder.State, Reminder.Held
NO_LONGER = "no longer planned"
NO_LONGER_WORKS = "the owner no longer works follow-ups"
NO_LONGER_SEEN = "the owner may no longer see it"


def set_reminders(follow_up):
    """Plan the reminders of a follow-up anew; what was said already is not said again."""
    cancel_reminders(follow_up)
    listener = listener_of(follow_up.owner)
    leads = follow_up.remind_before
    for word in words_before(follow_up.due_at, follow_up.any_time, listener, timezone.now(), leads):
        facts = facts_of(word)
        Reminder.objects.get_or_create(follow_up=follow_up, due_at=word.due_at, defaults=facts)
        follow_up.reminders.filter(due_at=word.due_at, state=STATES.CANCELLED).update(
            state=STATES.PENDING, lease_until=None, attempts=0, last_error="", **facts
        )


def facts_of(word):
    """What a reminder keeps of why it comes when it comes."""
    held_until = word.due_at if word.held else None
    return {"lead": word.lead, "wanted_at": word.wanted_at, "held_because": word.held, "held_until": held_until}


def cancel_reminders(follow_up):
    follow_up.reminders.pending().update(state=STATES.CANCELLED, last_error=NO_LONGER)


@transaction.atomic
def claim_due_reminders():
    """Take a lease on the reminders that are due and that nobody else holds; returns their ids, earliest first."""
    claimed = Reminder.objects.due().select_for_update(of=["self"], skip_locked=True)
    due = list(claimed.values_list("pk", flat=True)[:CLAIM_AT_ONCE])
    lease_until = Now() + timedelta(seconds=settings.REMINDER_LEASE_SECONDS)
    Reminder.objects.filter(pk__in=due).update(lease_until=lease_until, attempts=F("attempts") + 1, claimed_at=Now())
    return due


def deliver_reminder(pk):
    """Say one reminder, once; when that fails, it is tried again later and given up after six times."""
    try:
        with transaction.atomic():
            reminder = Reminder.objects.pending().select_for_update(of=["self"], skip_locked=True).filter(pk=pk).first()
            if reminder:
                remind(reminder)
    except Exception as error:
        logger.exception("Reminder %s was not delivered", pk)
        put_off(pk, error)


def remind(reminder):
    follow_up = FollowUp.objects.select_related("kind", "owner", "deal__company", "lead").get(pk=reminder.follow_up_id)
    if follow_up.deal and follow_up.deal.is_parked:
        return wait_until(reminder, None, HELD.PARKED)
    if reason := reason_for_silence(follow_up):
        return finish(reminder, STATES.CANCELLED, reason)
    now = timezone.now()
    later, why = held_back(now, listener_of(follow_up.owner), None if follow_up.any_time else follow_up.due_at)
    if later > now:
        return wait_until(reminder, later, why)
    say(reminder, follow_up)
    return finish(reminder, STATES.DONE)


def reason_for_silence(follow_up):
    """Why this person need not hear of it any more, in the words of the log; empty when they should."""
    if not FollowUp.objects.worth_doing().filter(pk=follow_up.pk).exists():
        return NO_LONGER
    if not may(follow_up.owner, "followup.edit"):
        return NO_LONGER_WORKS
    if not FollowUp.objects.visible_to(follow_up.owner).filter(pk=follow_up.pk).exists():
        return NO_LONGER_SEEN
    return ""


def say(reminder, follow_up):
    key = key_of(reminder)
    with speaking_to(follow_up.owner):
        words = reminder_notice(follow_up)
        notify(follow_up.owner, key=key, kind="reminder", letter=lambda: reminder_letter(follow_up), **words)


def key_of(reminder):
    """The name under which a reminder is said once: in the app, by e-mail and to browsers."""
    return f"reminder:{reminder.pk}:{reminder.due_at:%Y-%m-%dT%H:%M:%SZ}"


def wait_until(reminder, moment, why):
    """Hold the reminder back, and keep why, without counting it as a failure."""
    Reminder.objects.filter(pk=reminder.pk).update(
        lease_until=moment, held_until=moment, held_because=why, attempts=Greatest(F("attempts") - 1, 0)
    )


def finish(reminder, state, reason=""):
    Reminder.objects.filter(pk=reminder.pk).update(
        state=state, delivered_at=Now() if state == STATES.DONE else None, lease_until=None, last_error=reason
    )


@transaction.atomic
def put_off(pk, error):
    """Try a failing reminder again after a growing pause, out of the way of the others."""
    reminder = Reminder.objects.pending().select_for_update(skip_locked=True).filter(pk=pk).first()
    if reminder and reminder.attempts > len(PAUSES):
        finish(reminder, STATES.FAILED, repr(error))
    elif reminder:
        pause = PAUSES[max(reminder.attempts, 1) - 1]
        Reminder.objects.filter(pk=pk).update(lease_until=Now() + pause, last_error=repr(error))
