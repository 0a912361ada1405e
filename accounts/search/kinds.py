"""What can be found: each floor registers the kinds of records it keeps when it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Func, TextField
from django.utils.translation import gettext_lazy as _

from timeline.models import Event


@dataclass(frozen=True)
class Hit:
    """Something that was found: how it is called, what it is in a few words, and where its page is."""

    name: str
    says: str
    address: str
    is_text: bool = False  # the name is what somebody wrote, of which the words that were found are shown


@dataclass(frozen=True)
class Kind:
    """One kind of record, by its name in the entries of the search.

    `ids()` are all that may have an entry; `load(found, user)` makes {id: Hit} of those this person may see, where
    `found` maps ids to holders (“deal:7”, or “”). `recent(user)` are Hits for who has not typed anything yet. `place`
    says where it stands among the others, `list_name` which list shows all of them by “q” in its address.
    """

    key: str
    name: Any
    icon: str
    place: int
    ids: Callable
    load: Callable
    list_name: str = ""
    recent: Callable = lambda user: []


registry = {}


def make_searchable(*kinds):
    """Let the search find these too."""
    registry.update({kind.key: kind for kind in kinds})


def kinds():
    """Every kind, in the order in which the search shows them."""
    return sorted(registry.values(), key=lambda kind: kind.place)


def load_held(found, user):
    """{holder: Hit} of what this person may see of the records on which others hang, in one question for each kind."""
    wanted = {}
    for holder in set(found.values()):
        kind, _sign, pk = holder.partition(":")
        wanted.setdefault(kind, {})[int(pk)] = ""
    return {
        f"{kind}:{pk}": hit
        for kind, ids in wanted.items()
        if kind in registry
        for pk, hit in registry[kind].load(ids, user).items()
    }


def note_ids():
    return Event.objects.filter(details__has_key="text").values_list("pk", flat=True)


def load_notes(found, user):
    """What people wrote, each with the page it was written on, or of what that was merged into."""
    held = load_held(found, user)
    kept = Func("subject", function="kariz_kept", output_field=TextField())
    notes = Event.objects.filter(pk__in=found, undone_by=None)
    facts = notes.values_list("pk", kept, "details__text", "state__text", "actor__name")
    return {pk: note_hit(held[holder], *more) for pk, holder, *more in facts if holder in held and found[pk] == holder}


def note_hit(holder, written, edited, author):
    said = ", ".join(filter(None, (holder.name, author)))
    return Hit(" ".join((edited or written).split()), said, f"{holder.address}#timeline", is_text=True)


make_searchable(Kind("note", _("Notes"), "note", 6, note_ids, load_notes))
