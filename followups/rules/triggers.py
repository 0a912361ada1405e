"""What sets a rule off: things that happened, told by the log, and moments that come by the clock.

Floors above and rooms beside register their own:

    register(Trigger("proposal.opened", "deal", _("its proposal is opened"), verbs=("proposal.opened",)))
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from timeline.models import Event, subject_key

NOT_BY_HAND = {"import", "surgery"}  # what a file brought, and what a new shape of the pipeline moved
registry = {}


@dataclass(frozen=True)
class Trigger:
    """`name` continues “When a deal …”, with the words of what it `asks` in it; `label` is how a list offers it then.

    One that hears the log has `verbs`, and `fits` says whether a rule means this event; `still` whether what happened
    is still so when the rule runs, or why not. One by the clock has `due` instead: it gives (record id, moment, cause)
    of every deal or lead whose moment lies behind the first and not behind the second of two moments.
    """

    key: str
    about: str
    name: Any
    verbs: tuple = ()
    asks: tuple = ()
    fits: Callable = lambda rule, event: True
    still: Callable = lambda record, event: ""
    due: Callable | None = None
    label: Any = ""

    @property
    def is_by_clock(self):
        return self.due is not None


def register(trigger):
    """Let rules be set off by this."""
    registry[trigger.key] = trigger
    return trigger


def trigger_of(rule):
    """The Trigger of a rule, or None where the room that brought it is gone."""
    return registry.get(rule.trigger)


def triggers_about(about):
    return [trigger for trigger in registry.values() if trigger.about == about]


def record_in(event, about):
    """The id of the deal or lead that an event is about, or None."""
    for key in (event.subject, *event.about):
        kind, _colon, pk = key.partition(":")
        if kind == about:
            return int(pk)
    return None


def is_set_off(rule, event):
    """Whether this event, as it stands, is what a rule waits for."""
    trigger = trigger_of(rule)
    by_hand = not NOT_BY_HAND & event.details.keys()
    heard = trigger and event.verb in trigger.verbs and event.stands and by_hand
    return bool(heard and record_in(event, rule.about) and trigger.fits(rule, event))


def went_on(record, event, verbs):
    """Whether something of these verbs happened to the record since, and stands."""
    later = Event.objects.filter(subject=subject_key(record), verb__in=verbs, pk__gt=event.pk)
    return later.standing().exists()
