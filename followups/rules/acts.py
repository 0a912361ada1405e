"""What a rule can do, each through the one verb that people use too. Rooms beside register further acts:

register(Act("start", _("start the sequence %(sequence)s"), asks=("sequence",), do=start))
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from followups.models import Rule
from timeline.models import Event

registry = {}


@dataclass(frozen=True)
class Running:
    """One rule at work on one deal or lead, because of an event or, by the clock, of a moment; `cause` names which."""

    rule: Rule
    record: Any
    cause: str
    moment: datetime
    event: Event | None = None

    @property
    def key(self):
        """The same for each attempt, so that nothing leaves the house twice."""
        return f"rule:{self.rule.pk}:{self.cause}"


@dataclass(frozen=True)
class Act:
    """`name` continues “then …”, with the words of what it `asks` in it; `do` gets a Running and what was answered.

    `label` is how the list of acts offers it, where its name with blanks would read badly.
    It raises what the verb raises where it refuses. What is `at_once` is done as soon as it is heard, and undone with
    its event; everything else waits until the undo of its event has passed.
    """

    key: str
    name: Any
    do: Callable
    asks: tuple = ()
    about: tuple = ("deal", "lead")
    at_once: bool = False
    label: Any = ""


def register(act):
    """Let rules do this."""
    registry[act.key] = act
    return act


def acts_about(about):
    return [act for act in registry.values() if about in act.about]


def is_at_once(rule):
    """Whether all a rule does may be done before the undo of its event has passed."""
    acts = [registry.get(one["act"]) for one in rule.acts]
    return bool(acts) and all(act and act.at_once for act in acts)
