"""What a sale turns on, read: for its page, and for whoever writes an offer for it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from pipeline.models import Point, Rival


@dataclass(frozen=True)
class Section:
    """The lines of one kind on the page of a deal, and the words to add another."""

    kind: str
    name: Any
    add: Any
    lines: list

    @property
    def answered(self):
        return sum(line.is_answered for line in self.lines)


ADD = {
    Point.Kind.PAIN: _("Add a pain"),
    Point.Kind.OBJECTION: _("Add an objection"),
    Point.Kind.CRITERION: _("Add a criterion"),
}


def sections_of(deal):
    """Competitors, pains, objections and criteria of a deal, in two queries."""
    points = list(deal.points.all())
    rivals = Section("rival", _("Competitors"), _("Add a competitor"), list(deal.rivals.all()))
    return [rivals, *(section(kind, points) for kind in Point.Kind)]


def section(kind, points):
    return Section(kind.value, kind.label, ADD[kind], [point for point in points if point.kind == kind])


def pains_of(deal):
    """The buyer's pains in their words, in the order they were noted: what an offer answers."""
    return list(deal.points.filter(kind=Point.Kind.PAIN).values_list("text", flat=True))


def rivals_of(deal) -> list[Rival]:
    """Who else may win it, whoever is ahead first."""
    return list(deal.rivals.all())
