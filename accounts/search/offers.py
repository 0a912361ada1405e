"""What can be done from anywhere: each floor offers its pages and deeds when it starts, as far as one may do them."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import Resolver404, resolve, reverse

from accounts.rights import may
from accounts.search.likeness import is_near
from kit.folding import fold

MOST, MOST_AT_FIRST = 6, 9
FEWEST_FOR_TYPOS = 4


@dataclass(frozen=True)
class Here:
    """The page from which somebody asks, as its URL names it."""

    path: str = ""
    name: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class Command:
    """Something to do: a page to go to, a form to send (`fields`), or a key to `press` on the page one is on.

    `words` are other names for it; one `is_here` if it is about the record one looks at.
    """

    name: Any
    icon: str
    address: str = ""
    keys: str = ""
    words: Any = ""
    fields: dict = field(default_factory=dict)
    press: str = ""
    is_here: bool = False

    def farness(self):
        """What comes later of two that are meant alike: not about the record one looks at, and without a key."""
        return not self.is_here, not self.keys

    def is_named(self, text):
        """Whether it begins with this text, or one of its words is this text."""
        name, asked = fold(str(self.name)), fold(text)
        return name.startswith(asked) or asked in name.split()

    def fits(self, typed):
        """How well it is meant by these folded words, the least the best; None if it is not."""
        names = fold(str(self.name)).split()
        worst = [how_well(word, names, fold(f"{self.words}").split()) for word in typed]
        return None if None in worst else sum(worst)


makers = []


def offer(maker):
    """Register `maker(user, here)`, which yields the Commands this person may do from there."""
    makers.append(maker)
    return maker


def page(name, icon, url_name, *args, keys="", words=""):
    """A page to go to."""
    return Command(name, icon, reverse(url_name, args=args), keys, words)


def those_who_may(user, *offered):
    """Of [(verb or None, Command)] the commands of verbs this person has."""
    return [command for verb, command in offered if verb is None or may(user, verb)]


def here_of(path):
    """The page of a path of ours."""
    try:
        match = resolve(path) if path.startswith("/") else None
    except Resolver404:
        match = None
    return Here(path, match.view_name, match.kwargs.get("pk")) if match else Here()


def commands_for(user, here, text):
    """What a text means among all this person may do; of equals first what is of the record here or has a key."""
    offered = [command for maker in makers for command in maker(user, here)]
    if not text:
        return sorted(offered, key=Command.farness)[:MOST_AT_FIRST]
    typed = fold(text).split()
    fitting = [(command.fits(typed), command) for command in offered] if typed else []
    ranked = sorted((fit, command.farness(), place) for place, (fit, command) in enumerate(fitting) if fit is not None)
    return [fitting[place][1] for _fit, _far, place in ranked[:MOST]]


def how_well(word, names, others):
    """0 for a name that begins so, 1 for another word for it, 3 for a typing error; None for none of these."""
    if names and names[0].startswith(word):
        return 0
    if any(name.startswith(word) for name in names):
        return 0.5
    if any(other.startswith(word) for other in others):
        return 1
    is_long = len(word) >= FEWEST_FOR_TYPOS
    return 3 if is_long and any(is_meant(word, name) for name in [*names, *others]) else None


def is_meant(word, name):
    """Whether it is a typing error for this name; “move” is none for “overdue”: it begins too differently."""
    return len(name) > 2 and (word in name or word[0] in name[:2] and is_near(word, name))
