"""What a rule would have done: the same events and moments, the same questions, and nothing written.

Conditions are asked as the deals and leads stand now; what the event itself says is taken from then.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from followups.rules.engine import MODELS, Facts, meets
from followups.rules.events import ENTERS, LEAVES
from followups.rules.guards import DEEPEST
from followups.rules.triggers import is_set_off, record_in, trigger_of
from timeline.causes import chain_of
from timeline.listeners import UNDO_WINDOW
from timeline.models import Event

DAYS = 30
SHOWN = 50


@dataclass(frozen=True)
class Turn:
    """One time a rule would have run: when, for what, because of which event (None: by the clock)."""

    moment: datetime
    pk: int
    cause: str
    event: Event | None = None


@dataclass(frozen=True)
class DryRun:
    """How often a rule would have run since a day; the latest as (moment, record), and how often it did not apply."""

    since: datetime
    count: int
    rows: list
    passed: int

    @property
    def hidden(self):
        return self.count - len(self.rows)


def dry_run(rule, viewer, *, days=DAYS):
    """The DryRun of a rule, saved or not, over the last days; names only what the viewer may see."""
    until = timezone.now()
    since = until - timedelta(days=days)
    turns = turns_between(rule, since, until)
    fitting = fit(rule, turns)
    return DryRun(since, len(fitting), rows_of(rule, fitting, viewer), len(turns) - len(fitting))


def turns_between(rule, since, until):
    """Every Turn of a rule in a span of time, the earliest first, whatever its conditions say."""
    trigger = trigger_of(rule)
    if trigger is None:
        return []
    if trigger.is_by_clock:
        return [Turn(moment, pk, cause) for pk, moment, cause in trigger.due(rule, since, until)]
    events = Event.objects.filter(verb__in=trigger.verbs, happened_at__gt=since, happened_at__lte=until).standing()
    heard = [event for event in events.order_by("pk").iterator() if is_set_off(rule, event) and is_free(rule, event)]
    return [turn_of(rule, event) for event in without_passing(rule, heard)]


def turn_of(rule, event):
    return Turn(event.happened_at, record_in(event, rule.about), f"event:{event.pk}", event)


def is_free(rule, event):
    """Whether the guards against circles would let the rule run."""
    chain = chain_of(event)
    return rule.pk not in chain and len(chain) < DEEPEST


def without_passing(rule, events):
    """Without the entries of deals that were gone again before the rule would have heard of them."""
    if trigger_of(rule).verbs != ENTERS or not events:
        return events
    subjects = {event.subject for event in events}
    found = Event.objects.filter(subject__in=subjects, verb__in=LEAVES, pk__gt=events[0].pk).standing()
    later = {}
    for pk, subject, moment in found.values_list("pk", "subject", "happened_at"):
        later.setdefault(subject, []).append((pk, moment))
    return [event for event in events if not is_passing(event, later.get(event.subject, ()))]


def is_passing(event, later):
    return any(pk > event.pk and moment - event.happened_at < UNDO_WINDOW for pk, moment in later)


def fit(rule, turns):
    """The turns of records that meet the conditions as they stand now."""
    met = meets(rule, {turn.pk for turn in turns}, Facts())
    there = set(MODELS[rule.about].objects.filter(pk__in=met).values_list("pk", flat=True))
    return [turn for turn in turns if turn.pk in there]


def rows_of(rule, turns, viewer):
    latest = turns[: -SHOWN - 1 : -1]
    seen = MODELS[rule.about].objects.visible_to(viewer).in_bulk({turn.pk for turn in latest})
    return [(turn.moment, seen[turn.pk]) for turn in latest if turn.pk in seen]
