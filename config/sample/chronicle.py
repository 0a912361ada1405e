"""The log of the year: what happened to each deal, lead and follow-up, at the time it happened."""

from random import Random

from config.sample.deals import MONTH, noticed_at
from config.sample.scores import deeds_of
from timeline.log import write
from timeline.models import Event, subject_key

SEED = 3
NOTES = (
    "They run two shifts; the night desk decides which vans go out.",
    "Had a bad experience with a tracker that drained batteries. Bring the power test.",
    "Finance wants yearly billing. Fine for us from 40 vehicles up.",
    "Asked twice about offline use. Send the mountain-route reference.",
    "The works council wants to see what drivers can see. Offer a meeting.",
    "Their contract with the current supplier ends in spring.",
    "Fuel loss is the pain: three depots, nobody reconciles the cards.",
    "Budget round is in six weeks; they need one page with the savings.",
    "Drivers’ app must speak Polish and Arabic.",
    "Wants a pilot with ten vehicles before anything else.",
)


def write_chronicle(written, leads, promises):
    """Write all events in the order of their time; nobody is told of what is long past."""
    rng = Random(SEED)  # noqa: S311 - sample data, not secrets
    events = [event for item in written for event in life_of(item, rng)]
    events += [event for lead in leads for event in way_of(lead)]
    events += [event for promise in promises for event in keeping_of(promise)]
    events.sort(key=lambda event: event.happened_at)
    write(events)


def life_of(item, rng):
    deal, visits = item.deal, item.visits
    yield happening("deal.created", deal, deal.owner, deal.opened_at, details=opening(item))
    if deal.lead:
        yield conversion_of(deal)
    if deal.pushes:
        yield putting_off(deal)
    for number, visit in enumerate(visits):
        if visit.left_at and rng.random() < 0.3:
            moment = visit.entered_at + (visit.left_at - visit.entered_at) * rng.random()
            yield happening("deal.noted", deal, deal.owner, moment, details={"text": rng.choice(NOTES)})
        if visit.exit == "lost":
            yield loss(deal, visit)
        elif visit.left_at:
            yield move(item, number, visit, visits[number + 1])


def opening(item):
    deal, first = item.deal, item.visits[0]
    return {
        "title": deal.title,
        "amount": str(deal.amount),
        "currency": deal.currency,
        "to": first.stage.name,
        "stage": first.stage_id,
        "version": 1,
    }


def putting_off(deal):
    """The one time its expected close was put off by a month."""
    days = [(deal.expected_close - MONTH).isoformat(), deal.expected_close.isoformat()]
    details = {"version": deal.version, "currency": deal.currency, "pushed": 1, "said": {"expected_close": days}}
    changes = {"expected_close": days}
    return happening("deal.edited", deal, deal.owner, noticed_at(deal), changes=changes, details=details)


def move(item, number, visit, following):
    """One step of the way; entering the won stage is the win."""
    deal, steps = item.deal, following.stage.position - visit.stage.position
    wins = visit.exit == "won"
    changes = {
        "stage": [visit.stage_id, following.stage_id],
        "entered_stage_at": [visit.entered_at.isoformat(), following.entered_at.isoformat()],
    }
    if wins:
        changes |= {"status": ["open", "won"], "closed_at": [None, following.entered_at.isoformat()]}
    details = {
        "from": visit.stage.name,
        "to": following.stage.name,
        "version": number + 2,
        "odds": [float(visit.stage.probability), float(following.stage.probability)],
        "visits": {"left": visit.pk, "entered": following.pk},
        "direction": "forward" if steps > 0 else "back",
        "skipped": max(abs(steps) - 1, 0),
    }
    verb = "deal.won" if wins else "deal.moved"
    return happening(verb, deal, deal.owner, following.entered_at, changes=changes, details=details)


def loss(deal, visit):
    changes = {
        "status": ["open", "lost"],
        "closed_at": [None, visit.left_at.isoformat()],
        "lost_reason": [None, deal.lost_reason_id],
        "lost_to": [None, deal.lost_to_id],
    }
    details = {
        "from": visit.stage.name,
        "to": visit.stage.name,
        "version": deal.stage_version,
        "visits": {"left": visit.pk, "entered": None},
        "reason": deal.lost_reason.name,
        "note": "",
    } | ({"competitor": deal.lost_to.name} if deal.lost_to else {})
    return happening("deal.lost", deal, deal.owner, visit.left_at, changes=changes, details=details)


def way_of(lead):
    yield happening(
        "lead.created", lead, lead.owner, lead.created_at, details={"name": lead.name, "source": lead.source}
    )
    for verb, moment, words in deeds_of(lead):
        yield happening(verb, lead, lead.owner, moment, details={"text": words})
    if lead.status == "disqualified":
        details = {"reason": lead.status_reason}
        yield happening("lead.disqualified", lead, lead.owner, lead.last_touch_at, details=details)


def conversion_of(deal):
    details = {"name": deal.lead.name, "deal": deal.title, "deal_id": deal.pk}
    return happening("lead.converted", deal.lead, deal.owner, deal.opened_at, details=details, about=[deal])


def keeping_of(promise):
    subject = promise.deal or promise.lead
    owner = subject.owner or promise.owner
    details = {"title": promise.title, "kind": promise.kind.name}
    planned = details | {"due_at": promise.due_at.isoformat()}
    yield happening("followup.planned", promise, owner, promise.created_at, details=planned, about=[subject])
    if promise.done_at:
        done = details | ({"outcome": promise.outcome} if promise.outcome else {})
        yield happening("followup.done", promise, owner, promise.done_at, details=done, about=[subject])


def happening(verb, subject, actor, moment, *, changes=None, details=None, about=None):
    """One past event as the log would have written it then."""
    related = about or (getattr(subject, "company", None), getattr(subject, "lead", None))
    return Event(
        verb=verb,
        subject=subject_key(subject),
        about=[subject_key(record) for record in (subject, *related) if record],
        actor=actor,
        happened_at=moment,
        changes=changes or {},
        details=details or {},
        owner=actor,
        team_path=actor.team_path if actor else "",
    )
