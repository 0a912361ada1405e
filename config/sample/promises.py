"""Follow-ups: what was done along the way, what is promised now, and the reminders before it."""

from datetime import timedelta
from random import Random

from config.sample.present import DONE_TODAY, USUAL_STEPS
from followups.models import FollowUp, Reminder
from followups.times import reminder_times

SEED = 5
ICONS = {"Call": "phone", "Email": "mail", "Meeting": "meet", "Demo": "eye", "Task": "note"}
OUTCOMES = (
    "Reached, 12 minutes. Wants figures from a fleet like theirs.",
    "Left a message.",
    "Good talk; asked for the next step by mail.",
    "Sent, opened the same day.",
    "Two people joined, questions about fitting time.",
    "Said to come back after the month’s end.",
    "",
)


def write_promises(written, knocks, *, house, calendar):
    """Follow-ups of the deals and leads, done and planned; returns all of them."""
    rng = Random(SEED)  # noqa: S311 - sample data, not secrets
    done = [kept for item in written for kept in kept_promises(item, house, rng)]
    done += done_today(written, house, calendar)
    planned = [*filter(None, (next_step(item, house, calendar) for item in written))]
    called = [*filter(None, (next_call(lead, due, house, calendar) for lead, due in knocks))]
    rows = FollowUp.objects.bulk_create([*done, *planned, *called])
    Reminder.objects.bulk_create(
        Reminder(follow_up=row, due_at=due_at)
        for row in (*planned, *called)
        for due_at in reminder_times(row.due_at, row.any_time, row.owner, calendar.now)
    )
    return rows


def kept_promises(item, house, rng):
    """About two done follow-ups for every three stays that are over."""
    for visit in item.visits:
        if visit.left_at and visit.left_at - visit.entered_at > timedelta(days=1) and rng.random() < 0.65:
            yield kept_promise(item, visit, house, rng)


def done_today(written, house, calendar):
    """This morning's work, so that no day begins with an empty list."""
    deals = {item.deal.title: item.deal for item in written}
    for number, (title, kind, what, outcome) in enumerate(DONE_TODAY):
        done_at = calendar.this_morning(number * 25)
        yield FollowUp(
            kind=house.kinds[ICONS[kind]],
            title=what,
            deal=deals[title],
            owner=deals[title].owner,
            due_at=done_at + timedelta(hours=1),
            done_at=done_at,
            created_at=min(done_at, deals[title].entered_stage_at),
            outcome=outcome,
            is_sample=True,
        )


def kept_promise(item, visit, house, rng):
    kind, what = rng.choice(USUAL_STEPS[house.stages.index(visit.stage)])
    done_at = visit.entered_at + (visit.left_at - visit.entered_at) * rng.uniform(0.2, 0.9)
    return FollowUp(
        kind=house.kinds[ICONS[kind]],
        title=what.format(who=item.deal.contact.name.split()[0], company=item.deal.company.name),
        deal=item.deal,
        owner=item.deal.owner,
        due_at=done_at + timedelta(hours=rng.randrange(-20, 20)),
        done_at=done_at,
        created_at=visit.entered_at,
        outcome=rng.choice(OUTCOMES),
        is_sample=True,
    )


def next_step(item, house, calendar):
    """What the card promises; also written on the deal as its next step."""
    if not item.story.due:
        return None
    kind, title = item.story.step
    row = promise(kind, title, item.story.due, item.deal.owner, house, calendar)
    row.deal, item.deal.next_step_at = item.deal, row.due_at
    return row


def next_call(lead, due, house, calendar):
    if not due:
        return None
    owner, first_name = lead.owner or house.people["samira"], lead.name.split()[0]
    row = promise("Call", f"Call {first_name} back", due, owner, house, calendar)
    row.lead = lead
    return row


def promise(kind, title, due, owner, house, calendar):
    due_at, any_time = calendar.due(due)
    return FollowUp(
        kind=house.kinds[ICONS[kind]],
        title=title,
        owner=owner,
        due_at=due_at,
        any_time=any_time,
        created_at=min(due_at, calendar.now) - timedelta(days=2),
        is_sample=True,
    )
