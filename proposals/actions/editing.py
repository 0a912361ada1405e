"""Changing a draft: whole, as its page shows it, and never over what somebody else wrote meanwhile."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from proposals.actions.making import write_parts
from proposals.actions.telling import lock_version, tell
from proposals.models import Version
from proposals.totals import KEPT, keep_totals
from timeline.models import Event, subject_key

FACTS = ("title", "language", "size", "currency", "valid_until", "message")
FACTS += ("discount_name", "discount_percent", "discount_amount")


@dataclass
class Draft:
    """What a draft shall say: facts by name, sections as the version keeps them, unsaved lines and milestones."""

    facts: dict
    sections: list
    lines: list
    milestones: list
    people: list = field(default_factory=list)


class WrittenMeanwhile(Exception):
    """Somebody else wrote on this draft since: `version` is how it stands, `by` and `at` say who and when."""

    def __init__(self, version):
        event = edits_of(version.proposal).select_related("actor").order_by("-id").first()
        self.version, self.at = version, event and event.happened_at
        self.by = event and event.actor
        super().__init__(_("%(who)s changed this draft while you were writing.") % {"who": self.by or _("Somebody")})


@transaction.atomic
def edit_version(version, draft, *, by, revision=None, page=""):
    """Let a draft say this; returns it as it is now.

    `revision` is the one the writer saw: where another page has written since, WrittenMeanwhile is raised and nothing
    is written; `page` names an open page, whose own saves follow one another. Without a revision the writer has seen
    what is there and means it.
    """
    version = lock_version(version)
    if version.is_draft and revision is not None and others_wrote(version, revision, page):
        raise WrittenMeanwhile(version)
    before = said_by(version)
    for name in FACTS:
        setattr(version, name, draft.facts.get(name, getattr(version, name)))
    version.sections = draft.sections
    keep_totals(version, draft.lines)
    after = said_by(version, draft)
    if changed := [part for part in after if before[part] != after[part]]:
        refuse_sent(version)
        write(version, draft)
        tell("proposal.edited", version, by=by, parts=changed, revision=version.revision, page=page)
    return version


def others_wrote(version, revision, page):
    """Whether anybody but this open page changed the draft since a revision."""
    since = edits_of(version.proposal).filter(details__version=version.number, details__revision__gt=revision)
    return since.exclude(details__page=page).exists() if page else version.revision != revision


def edits_of(proposal):
    return Event.objects.filter(subject=subject_key(proposal), verb="proposal.edited")


def refuse_sent(version):
    if version.state != Version.State.DRAFT:
        raise ValidationError(_("This version was sent and stays as it is. Make a new version to change something."))


def said_by(version, draft=None):
    """What a version says, part by part, to compare."""
    lines = draft.lines if draft else version.lines.all()
    steps = draft.milestones if draft else version.milestones.all()
    people = draft.people if draft else version.recipients.all()
    return {
        "facts": [getattr(version, name) for name in FACTS],
        "sections": version.sections,
        "lines": [plain(line) for line in lines],
        "milestones": [(step.name, step.note, step.begins_on, step.ends_on) for step in steps],
        "people": sorted(person.pk for person in people),
    }


def plain(line):
    numbers = [line.quantity, line.price, line.discount, line.tax_rate]
    words = [line.product_id, line.name, line.description, line.unit, line.billing, line.term_months]
    return [*(Decimal(number).normalize() for number in numbers), *words, line.part, line.group, line.is_chosen]


def write(version, draft):
    version.revision += 1
    version.save(update_fields=[*FACTS, *KEPT, "sections", "taxes", "revision"])
    for rows in (version.lines, version.milestones, version.sent_to):
        rows.all().delete()
    write_parts(version, draft.lines, draft.milestones, draft.people)
