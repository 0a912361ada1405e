"""The words of the access table: who may open what, and what to put into the address."""

from dataclasses import dataclass, replace

from django.urls import URLPattern, get_resolver, reverse


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
    query: str = ""  # what the page must be asked for
    absent: bool = False  # whether what the address names is not there for any of the cast

    def is_hidden_from(self, actor):
        if self.private:
            return actor not in self.private
        return bool(self.of) and not self.everybody and actor == "charlie"


def public(reason, methods="GET", **address):
    """Open to the street, and why."""
    return Rule(tuple(methods.split()), reason=reason, address=tuple(address.items()))


def signed_in(methods="GET", **address):
    """For everybody who is signed in; shows nothing a reader may not see."""
    return Rule(tuple(methods.split()), address=tuple(address.items()))


def needs(verb, methods="GET", of="", **address):
    """For those whose role has the verb; with `of`, about a thing of the house that is nobody's own."""
    return Rule(tuple(methods.split()), verb=verb, of=of, everybody=True, address=tuple(address.items()))


def house(of, methods="GET", verb="", only="", **address):
    """About one thing of the house, which everybody inside finds. `only="POST"` guards that method alone."""
    rule = needs(verb, methods, of=of, **address)
    return replace(rule, guarded=(only,)) if only else rule


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


def asking(rule, query):
    """A page that answers a question in its address, such as “after=a0”."""
    return replace(rule, query=query)


def absent(rule):
    """A page about something none of the cast has set up."""
    return replace(rule, absent=True)


def every_url():
    """{full name: (route, names of its parts)} of every URL; a second route of a name is listed as “name parts”."""
    urls = {}
    for name, route, parts in walk(get_resolver().url_patterns):
        urls[" ".join([name, *parts]) if name in urls else name] = (route, parts)
    return urls


def walk(patterns, space="", before="", parts=()):
    for entry in patterns:
        names, route = (*parts, *entry.pattern.regex.groupindex), before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield space + (entry.name or f"unnamed {entry.pattern}"), route, names
        else:
            yield from walk(
                entry.url_patterns, space + (f"{entry.namespace}:" if entry.namespace else ""), route, names
            )


def address_of(name, rule, world):
    """Where a URL leads when the thing its rule is about stands in it."""
    route, parts = every_url()[name]
    if name.startswith("unnamed"):
        return f"/{route}"
    known = dict(rule.address)
    kwargs = {part: known[part] if part in known else world[rule.of].pk for part in parts}
    return reverse(name.split()[0], kwargs=kwargs) + (f"?{rule.query}" if rule.query else "")
