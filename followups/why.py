"""Why somebody was, or was not, reminded of a promise: what became of each reminder, in plain sentences."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.actions.reminders import NO_LONGER, NO_LONGER_SEEN, NO_LONGER_WORKS, key_of
from followups.models import Notification, Reminder
from followups.repeat_form import LEADS, usual_leads_of
from kit import formats
from timeline.models import Outgoing

STATES, HELD = Reminder.State, Reminder.Held
PROMPT = timedelta(minutes=1)
SILENCE = {
    NO_LONGER: gettext_lazy("It was taken back: the promise was moved, done or given up before, or the sale was lost."),
    NO_LONGER_WORKS: gettext_lazy("It was not said: the owner no longer works follow-ups."),
    NO_LONGER_SEEN: gettext_lazy("It was not said: the owner may no longer see the deal or lead."),
}
REASONS = {
    HELD.QUIET: gettext_lazy("quiet hours"),
    HELD.DAY_OFF: gettext_lazy("a day off"),
    HELD.AWAY: gettext_lazy("an absence"),
    HELD.PARKED: gettext_lazy("the deal being parked"),
}


@dataclass(frozen=True)
class Answer:
    """One reminder: the moment it is about, for which lead time, how it stands, and the sentences that tell it."""

    due_at: datetime
    lead: str
    state: str
    sentences: list


def answers_about(follow_up):
    """An Answer for each reminder a follow-up has or had, the earliest first."""
    reminders = list(follow_up.reminders.order_by("due_at", "pk"))
    notices = {told.key: told for told in Notification.objects.filter(key__in=map(key_of, reminders))}
    mails = mails_of(reminders, notices.values())
    names = dict(LEADS)
    return [
        Answer(
            reminder.due_at,
            names.get(reminder.lead, ""),
            reminder.state,
            [*moved(reminder), *told(reminder, follow_up, notices.get(key_of(reminder)), mails)],
        )
        for reminder in reminders
    ]


def mails_of(reminders, notices):
    """{key: Outgoing} of all that was put on its way for these: e-mails, and words to browsers."""
    wanted = Q(key__in=[key_of(reminder) for reminder in reminders])
    for notice in notices:
        wanted |= Q(key__startswith=f"push:{notice.pk}:")
    return {mail.key: mail for mail in Outgoing.objects.filter(wanted)}


def moved(reminder):
    if reminder.wanted_at and reminder.wanted_at != reminder.due_at:
        facts = {"wanted": formats.moment_within(reminder.wanted_at), "later": formats.moment_within(reminder.due_at)}
        yield _("It was meant for %(wanted)s; %(why)s moved it to %(later)s.") % (facts | {"why": why(reminder)})


def why(reminder):
    return REASONS.get(reminder.held_because, "")


def told(reminder, follow_up, notice, mails):
    match reminder.state:
        case STATES.PENDING:
            yield from waits(reminder, follow_up)
        case STATES.CANCELLED:
            yield str(SILENCE.get(reminder.last_error, SILENCE[NO_LONGER]))
        case STATES.FAILED:
            yield _("It failed %(count)s times and was given up: %(error)s") % facts_of(reminder)
        case STATES.DONE:
            yield from said(reminder, notice, mails)


def waits(reminder, follow_up):
    """Why a reminder has not been said yet."""
    now = timezone.now()
    if follow_up.deal and follow_up.deal.is_parked:
        yield _("It waits until the deal is no longer parked.")
    elif reminder.held_until and reminder.held_until > now:
        yield _("It is held back until %(later)s because of %(why)s.") % {
            "later": formats.moment_within(reminder.held_until),
            "why": why(reminder),
        }
    elif reminder.due_at > now:
        yield _("It is still to come.")
    elif reminder.last_error:
        yield _("It failed: %(error)s It is tried again %(next)s.") % facts_of(reminder)
    elif reminder.claimed_at:
        yield _("A worker took it %(taken)s and is saying it.") % facts_of(reminder)
    elif reminder.due_at < now - PROMPT:
        yield _("It is due, but no worker has taken it: the scheduler or the worker may have stopped.")
    else:
        yield _("It is due now and goes out within seconds.")


def facts_of(reminder):
    return {
        "count": formats.number(reminder.attempts),
        "error": reminder.last_error,
        "next": reminder.lease_until and formats.moment_within(reminder.lease_until),
        "taken": reminder.claimed_at and formats.moment_within(reminder.claimed_at),
    }


def said(reminder, notice, mails):
    if reminder.held_because and reminder.held_until and reminder.held_until > reminder.due_at:
        words = _("It was held back until %(later)s because of %(why)s.")
        yield words % {"later": formats.moment_within(reminder.held_until), "why": why(reminder)}
    if reminder.claimed_at:
        yield _("A worker took it %(taken)s.") % facts_of(reminder)
    yield _("It was said %(when)s.") % {"when": formats.moment_within(reminder.delivered_at)}
    yield from in_app(notice)
    mail = mails.get(key_of(reminder))
    yield state_of(mail, _("E-mail")) if mail else _("No e-mail was written: that is what was chosen for reminders.")
    if notice:
        pushed = [mail for key, mail in mails.items() if key.startswith(f"push:{notice.pk}:")]
        yield from (state_of(mail, _("Browser")) for mail in pushed)


def in_app(notice):
    if notice is None or not notice.shown:
        yield _("It was not shown in the app.")
    elif notice.read_at:
        yield _("It was shown in the app, and read %(when)s.") % {"when": formats.moment_within(notice.read_at)}
    else:
        yield _("It was shown in the app, and has not been read yet.")


def state_of(mail, way):
    """What the outbox says of a message."""
    facts = {
        "way": way,
        "to": ", ".join(mail.payload.get("to", [])),
        "when": formats.moment_within(mail.sent_at or mail.failed_at or mail.dropped_at or mail.available_at),
        "count": formats.number(mail.attempts),
        "error": mail.last_error,
    }
    if mail.sent_at:
        return _("%(way)s: handed over %(when)s, at attempt %(count)s. %(to)s") % facts
    if mail.failed_at:
        return _("%(way)s: given up %(when)s after %(count)s attempts: %(error)s") % facts
    if mail.dropped_at:
        return _("%(way)s: dropped %(when)s, for what it told of had been undone.") % facts
    if mail.last_error:
        return _("%(way)s: failed %(count)s times (%(error)s), tried again %(when)s.") % facts
    return _("%(way)s: waits to leave, from %(when)s on.") % facts


def why_none(follow_up):
    """Why a follow-up never had a reminder."""
    chosen = follow_up.remind_before
    chosen = usual_leads_of(follow_up.owner) if chosen is None else chosen
    if not chosen:
        return _("No reminder was asked for: none is ticked for this follow-up.")
    return _("When it was planned, the moment for every reminder had passed already.")
