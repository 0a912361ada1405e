"""What the page of a buyer shows, read once and ready for its template."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language_info

from accounts.middleware import zone_of
from proposals.answering.actions import acceptance_of
from proposals.gaps import company_in, known_in
from proposals.models import Answer, Paper, PaperKind, SectionKind
from proposals.reading.choosing import Chosen, chosen_in, chosen_of
from proposals.showing import section_of

WORDS = (SectionKind.TEXT, SectionKind.BENEFITS, SectionKind.TERMS)


@dataclass(frozen=True)
class Offer:
    """A version before its buyer: the choices as they stand, its papers, and the answer, if there is one.

    `known` are the names in it as they were when it was sent (proposals.gaps).
    """

    token: str
    link: Any
    known: dict
    chosen: Chosen
    sections: list
    milestones: list
    papers: dict
    answer: Any
    is_colleague: bool

    @property
    def version(self):
        return self.link.version

    @property
    def seller(self):
        return self.version.proposal.deal.owner

    @property
    def company(self):
        return company_in(self.known)

    @property
    def paper(self):
        return self.papers.get(PaperKind.PROPOSAL)

    @property
    def signed_paper(self):
        return self.papers.get(PaperKind.SIGNED)

    @property
    def last_step(self):
        """The step of the timetable that has the last day, as the head of the page shows it."""
        dated = [step for step in self.milestones[1:] if step.ends_on or step.begins_on]
        return dated[-1] if dated else None

    @property
    def days_left(self):
        """Whole days until it closes, by the calendar of whoever sells; 0 on its last day."""
        return (self.version.valid_until - timezone.now().astimezone(zone_of(self.seller)).date()).days

    @property
    def is_open(self):
        return self.answer is None

    @property
    def may_answer(self):
        return self.is_open and not self.is_colleague


def offer_of(visitor, data):
    """The Offer a visitor sees, with the choices said in `data`; what was accepted stands as it was accepted."""
    version = visitor.version
    answer = Answer.objects.filter(version=version).first() or acceptance_of(version.proposal)
    known = known_in(version, visitor.link.contact)
    return Offer(
        token=visitor.token,
        link=visitor.link,
        known=known,
        sections=sections_of(version, known),
        milestones=list(version.milestones.all()),
        chosen=accepted_choice(version, answer) or chosen_in(version, data),
        papers={paper.kind: paper for paper in Paper.objects.defer("content").filter(version=version)},
        answer=answer,
        is_colleague=visitor.is_colleague,
    )


def sections_of(version, known):
    """The sections that are words; lines, timetable and signatures have their own places on the page."""
    return [section_of(section, known) for section in version.sections if section["kind"] in WORDS]


def accepted_choice(version, answer):
    if answer is None or answer.version_id != version.pk or answer.kind != Answer.Kind.ACCEPTED:
        return None
    keys = frozenset(choice["line"] for choice in answer.choices)
    return chosen_of(version, list(version.lines.all()), keys)


def languages():
    """[(code, how its own readers call it)] of the languages of the page."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
