"""Reminders, exactly once: the database is the schedule, the tick only claims what is due and wakes the workers.

The notice, the e-mail's row and the reminder's new state are one commit.
"""

from django.db.models import F
from django.db.models.functions import Greatest, Now
from django.utils import timezone

from accounts.rights import may
from followups.actions.notifications import notify, speaking_to
from followups.letters import reminder_letter, reminder_notice
from followups.models import FollowUp, Reminder
from followups.times import held_back, listener_of, words_before
from timeline.leases import claim, work_off

CLAIM_AT_ONCE = 200
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


def claim_due_reminders():
    """Take a lease on the reminders that are due and that nobody else holds; returns their ids, earliest first."""
    return claim(Reminder.objects.due(), CLAIM_AT_ONCE, claimed_at=Now())


def deliver_reminder(pk):
    """Say one reminder, once."""
    work_off(pk, hold=hold, do=remind, give_up=give_up, reason_in="last_error")


def hold(pk):
    return Reminder.objects.pending().select_for_update(of=["self"], skip_locked=True).filter(pk=pk).first()


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


def give_up(reminder, reason):
    finish(reminder, STATES.FAILED, reason)
