"""The words of the access table: who may open what, and what to put into the address."""

from dataclasses import dataclass, replace

from django.urls import URLPattern, get_resolver


@dataclass(frozen=True)
class Rule:
    """How one URL answers: `methods` it knows, the `verb` it asks for, what `of` the world stands in its address."""

    methods: tuple
    reason: str = ""  # why it needs no sign-in; empty for all others
    verb: str = ""
    of: str = ""  # the name of a thing in tests/world.py that belongs to Alice
    private: tuple = ()  # the only ones of the cast who find it, whatever others may see
    guarded: tuple = ("GET", "POST")  # the methods that ask for the verb
    address: tuple = ()  # literal parts of the address, as (name, value) pairs
    writes_on_get: str = ""  # why looking changes a row; empty for all of ours
    everybody: bool = False  # whether the thing is the house's own, so that strangers find it too


def public(reason, methods="GET", **address):
    """Open to the street, and why."""
    return Rule(tuple(methods.split()), reason=reason, address=tuple(address.items()))


def signed_in(methods="GET", **address):
    """For everybody who is signed in; shows nothing a reader may not see."""
    return Rule(tuple(methods.split()), address=tuple(address.items()))


def needs(verb, methods="GET", of="", **address):
    """For those whose role has the verb; with `of`, about a thing of the house that is nobody's own."""
    return Rule(tuple(methods.split()), verb=verb, of=of, everybody=True, address=tuple(address.items()))


def about(of, methods="GET", verb="", only="", **address):
    """About one thing of Alice's: strangers find nothing. `only="POST"` guards that method alone by the verb."""
    guarded = (only,) if only else ("GET", "POST")
    return Rule(tuple(methods.split()), verb=verb, of=of, guarded=guarded, address=tuple(address.items()))


def private(of, methods="GET", but=(), **address):
    """About one thing that nobody finds but Alice and the few named in `but`."""
    return Rule(tuple(methods.split()), of=of, private=("alice", *but), address=tuple(address.items()))


def theirs(rule, reason):
    """A page of allauth's that keeps its books while somebody looks."""
    return replace(rule, writes_on_get=reason)


def every_url():
    """{full name: the names of its address parts} of every URL the house answers."""
    return dict(walk(get_resolver().url_patterns, ""))


def walk(patterns, space, parts=()):
    for entry in patterns:
        names = (*parts, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLPattern):
            yield space + (entry.name or f"unnamed {entry.pattern}"), names
        else:
            yield from walk(entry.url_patterns, space + (f"{entry.namespace}:" if entry.namespace else ""), names)
