"""What a page of a list shows: its entries with what uses them, what a merge would do, what was done lately."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.lists.kept import uses, uses_of
from accounts.lists.namings import said_namings
from accounts.lists.reverting import REVERT_WITHIN
from accounts.lists.views_saved import views_naming
from accounts.models import ListSurgery
from kit import formats

SHOWN_CHANGES = 8


@dataclass(frozen=True)
class Said:
    """A count in words, with the address that opens what was counted."""

    words: str
    link: str


@dataclass(frozen=True)
class Row:
    """An entry and what uses it, as far as anything does."""

    entry: Any
    uses: list = field(default_factory=list)


def rows_of(kept, **wanted):
    """The entries of a list in their order with the counts of their uses, in one query."""
    entries = kept.model.objects.filter(**wanted).order_by("position", "pk")
    counted = entries.annotate(**{f"uses_{at}": how_often(use) for at, use in enumerate(uses[kept.model])})
    return [Row(entry, said_of(entry)) for entry in counted]


def how_often(use):
    users = use.model.objects.filter(**{use.field: OuterRef("pk")}).order_by().values(use.field)
    return Coalesce(Subquery(users.annotate(count=Count("pk")).values("count")), 0)


def said_of(entry):
    """The uses of an entry that `rows_of` counted, in words."""
    counts = [(use, getattr(entry, f"uses_{at}")) for at, use in enumerate(uses_of(entry))]
    return [Said(use.words(count), use.link(entry)) for use, count in counts if count]


def impact_of(kept, entry):
    """What a merge of this entry would touch: its uses, and the saved views and rules that name it."""
    row = rows_of(kept, pk=entry.pk)[0]
    views = len(views_naming(kept.param, entry)) if kept.param else 0
    words = ngettext("%(count)s saved view", "%(count)s saved views", views) % {"count": formats.number(views)}
    named = [Said(*words_and_link) for words_and_link in said_namings(entry)]
    return [*row.uses, *([Said(words, "")] if views else []), *named]


def recent_changes(*keys):
    """What was done to these lists in the days in which it can be reverted, the last first."""
    since = timezone.now() - REVERT_WITHIN
    lately = ListSurgery.objects.filter(kept__in=keys, made_at__gt=since).select_related("by", "reverted_by")
    return lately[:SHOWN_CHANGES]
