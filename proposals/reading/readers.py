"""What sellers see of their buyers, read with as many questions however many there are."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from proposals.models import SectionKind


@dataclass(frozen=True)
class Reader:
    """A buyer's link with what was done with it."""

    link: Any
    visits: list
    questions: list
    headings: dict

    @property
    def seconds(self):
        return sum(visit.seconds for visit in self.visits)

    @property
    def minutes(self):
        return max(round(self.seconds / 60), 1) if self.seconds else 0

    @property
    def others(self):
        """How many other browsers it was opened in."""
        return len({visit.device for visit in self.visits if visit.is_other})

    @property
    def sections(self):
        """[(heading, seconds)] of what was read, the longest first."""
        read = Counter()
        for visit in self.visits:
            read.update(visit.sections)
        return [(self.headings[key], seconds) for key, seconds in read.most_common() if key in self.headings]


def readers_of(version):
    """The Readers of a version, in the order in which they were given their links."""
    links = version.links.select_related("contact").prefetch_related("visits", "questions__replied_by")
    headings = headings_of(version)
    return [Reader(link, list(link.visits.all()), list(link.questions.all()), headings) for link in links]


def headings_of(version):
    """{key of a section on the page: what it is called}."""
    known = {"head": _("Head"), "items": _("Items and prices"), "timetable": _("Timetable"), "accept": _("Signing")}
    names = dict(SectionKind.choices)
    return known | {one["key"]: one["heading"] or str(names[one["kind"]]) for one in version.sections}
