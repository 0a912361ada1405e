"""What a version says, ready to be shown: the same for paper, for the preview beside the editor and for its buyer."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.urls import reverse

from proposals.gaps import company_in, fill_markdown, known_in
from proposals.models import SectionKind, VersionLine

Part = VersionLine.Part
STANDING = {SectionKind.ITEMS, SectionKind.TIMETABLE, SectionKind.SIGNATURE}


@dataclass(frozen=True)
class Section:
    """One section: its `kind` says what stands below its heading and text."""

    key: str
    kind: str
    heading: str
    html: str


@dataclass(frozen=True)
class Sheet:
    """A whole version as the template proposals/_sheet.html shows it; `known` are the names in it (proposals.gaps)."""

    version: Any
    known: dict
    sections: list
    lines: list
    milestones: list
    taxes: list = field(default_factory=list)

    @property
    def included(self):
        return [line for line in self.lines if line.part == Part.INCLUDED]

    @property
    def shown(self):
        """The sections that say something: a heading alone, above pains nobody knows, is left out."""
        return [one for one in self.sections if one.html or one.kind in STANDING]

    @property
    def options(self):
        return [line for line in self.lines if line.part == Part.OPTION]

    @property
    def choices(self):
        """[(name, its alternatives)] in their order."""
        groups = defaultdict(list)
        for line in self.lines:
            if line.part == Part.ALTERNATIVE:
                groups[line.group].append(line)
        return list(groups.items())

    @property
    def company(self):
        return company_in(self.known)

    @property
    def signs_for(self):
        """The name of the house that signs: the buyer's company, else the buyer."""
        return self.known["company"] or "…"

    @property
    def logo_name(self):
        """The name under which the logo is given to whoever draws."""
        return "logo" if self.version.logo_id else ""

    @property
    def logo_url(self):
        logo = self.version.logo_id and self.version.logo
        return reverse("proposals:logo", args=[logo.sha256]) if logo else ""

    @property
    def accent(self):
        return self.version.accent.lstrip("#")

    @property
    def has_timetable(self):
        return any(section.kind == SectionKind.TIMETABLE for section in self.sections)


def sheet_of(version, *, lines=None, milestones=None, person=None):
    """The Sheet of a version, in the active language; unsaved parts may be given in place of those that are kept."""
    lines = list(version.lines.all()) if lines is None else lines
    milestones = list(version.milestones.all()) if milestones is None else milestones
    known = known_in(version, person)
    return Sheet(
        version=version,
        known=known,
        sections=[section_of(section, known) for section in version.sections],
        lines=lines,
        milestones=milestones,
        taxes=[(Decimal(rate), Decimal(tax)) for rate, tax in version.taxes.items() if Decimal(rate)],
    )


def section_of(section, known):
    html = fill_markdown(section["text"], known)
    return Section(section["key"], section["kind"], section["heading"], html)
