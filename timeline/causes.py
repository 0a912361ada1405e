"""Which rules led to what is being recorded: each event caused by a rule bears the rule and the chain before it."""

from contextlib import contextmanager
from contextvars import ContextVar

current = ContextVar("causes", default=None)


@contextmanager
def caused_by(pk, name, chain=()):
    """Bind everything recorded inside to the rule with this id and name; `chain` are the ids of those before it."""
    token = current.set({"by_rule": {"id": pk, "name": name}, "rules": [*chain, pk]})
    try:
        yield
    finally:
        current.reset(token)


def details():
    """What an event recorded now says of its cause."""
    return current.get() or {}


def chain_of(event):
    """The ids of the rules that led to an event, the first of them first."""
    return event.details.get("rules", [])


def rule_of(event):
    """The name of the rule that did it, or nothing."""
    return event.details.get("by_rule", {}).get("name", "")
