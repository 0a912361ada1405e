"""Making a proposal from what the deal knows, and the next version of one from the version before."""

from datetime import timedelta
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Workspace
from pipeline.items.queries import items_of
from proposals.actions.numbering import draw_number
from proposals.actions.telling import lock_version, tell
from proposals.models import Milestone, Proposal, SectionKind, Version, VersionLine, VersionRecipient
from proposals.totals import keep_totals

LOOK = ("language", "size", "accent", "logo", "house", "address")
COPIED = ("title", "currency", "template", "message", "discount_name", "discount_percent", "discount_amount", *LOOK)
OF_ITEMS = ("product", "name", "description", "unit", "quantity", "price", "discount", "tax_rate", "billing")
OF_ITEMS += ("term_months", "part", "group", "is_chosen")
OPEN = (Version.State.DRAFT, Version.State.SENDING)


@transaction.atomic
def make_proposal(deal, template, *, by):
    """Begin a proposal from a deal by a template: its people, pains, lines and discount; returns the draft."""
    proposal = Proposal.objects.create(deal=deal, number=draw_number(), created_by=by, is_sample=deal.is_sample)
    version = Version(
        proposal=proposal,
        number=1,
        title=deal.title,
        currency=deal.currency,
        template=template,
        valid_until=timezone.localdate() + timedelta(days=template.valid_days),
        sections=sections_of(template, deal),
        prepared_by=by,
        **{name: getattr(template, name) for name in LOOK},
    )
    version.house = version.house or Workspace.objects.get().name
    take_discount(version, deal)
    write(version, lines_of(deal), milestones_of(version), recipients_of(deal))
    tell("proposal.made", version, by=by, template=template.name)
    return version


@transaction.atomic
def make_version(latest, *, by):
    """Begin the next version of a proposal as a copy of its latest; there is one draft at a time."""
    latest = lock_version(latest)
    if Version.objects.filter(proposal=latest.proposal, state__in=OPEN).exists():
        raise ValidationError(_("There is a draft of this proposal already: write on in that one."))
    if Version.objects.filter(proposal=latest.proposal, state=Version.State.ACCEPTED).exists():
        raise ValidationError(_("This proposal was accepted. Make a new one for what comes next."))
    version = Version(
        proposal=latest.proposal,
        number=Version.objects.filter(proposal=latest.proposal).order_by("-number")[0].number + 1,
        valid_until=next_validity(latest),
        sections=latest.sections,
        prepared_by=by,
        **{name: getattr(latest, name) for name in COPIED},
    )
    lines = [VersionLine(**{name: getattr(line, name) for name in OF_ITEMS}) for line in latest.lines.all()]
    steps = [copied(step) for step in latest.milestones.all()]
    write(version, lines, steps, [sent.contact for sent in latest.sent_to.select_related("contact")])
    tell("proposal.version_made", version, by=by)
    return version


def sections_of(template, deal):
    """The sections of a template, with what the deal knows where they ask for it."""
    given = {SectionKind.BENEFITS: benefits_of(deal), SectionKind.TERMS: template.terms}
    return [
        {
            "key": uuid4().hex[:8],
            "kind": section.kind,
            "heading": section.heading,
            "text": "\n\n".join(filter(None, [section.text, given.get(section.kind)])),
        }
        for section in template.sections.all()
    ]


def benefits_of(deal):
    """The buyer's pains as a list, each with what was answered to it."""
    pains = deal.points.filter(kind="pain")
    return "\n".join(f"- **{pain.text}** {pain.answer}".rstrip() for pain in pains)


def lines_of(deal):
    """The lines of a deal in its order, on which cents may depend; a deal without any is one line with its value."""
    items = items_of(deal)
    if not items and deal.amount:
        return [VersionLine(name=deal.product or deal.title, price=deal.amount)]
    return [VersionLine(**{name: getattr(item, name) for name in OF_ITEMS}) for item in items]


def take_discount(version, deal):
    if pricing := getattr(deal, "pricing", None):
        for name in ("discount_name", "discount_percent", "discount_amount"):
            setattr(version, name, getattr(pricing, name))


def milestones_of(version):
    """Where there is a timetable, it begins with the signature."""
    if not any(section["kind"] == SectionKind.TIMETABLE for section in version.sections):
        return []
    with translation.override(version.language):
        return [Milestone(name=pgettext("paper", "Sign"), ends_on=version.valid_until)]


def recipients_of(deal):
    """Whom a deal is about, and who decides; only people with an address can be sent anything."""
    members = deal.committee.filter(role="decides").select_related("contact")
    people = [deal.contact, *(member.contact for member in members)]
    return list({person.pk: person for person in people if person and person.email}.values())


def copied(step):
    return Milestone(name=step.name, note=step.note, begins_on=step.begins_on, ends_on=step.ends_on)


def next_validity(latest):
    """As long again as the version before was valid, from today; a month at least where that is not known."""
    began = timezone.localtime(latest.sent_at or latest.created_at).date()
    return timezone.localdate() + timedelta(days=max((latest.valid_until - began).days, 1))


def write(version, lines, steps, people):
    """Write a new version whole, with what it comes to."""
    for place, row in enumerate(lines):
        row.position = place
    keep_totals(version, lines)
    version.save(force_insert=True)
    write_parts(version, lines, steps, people)


def write_parts(version, lines, steps, people):
    """Write the rows that hang on a version, in the order given."""
    for rows in (lines, steps):
        for place, row in enumerate(rows):
            row.version, row.position = version, place
    VersionLine.objects.bulk_create(lines)
    Milestone.objects.bulk_create(steps)
    VersionRecipient.objects.bulk_create(VersionRecipient(version=version, contact=person) for person in people)
