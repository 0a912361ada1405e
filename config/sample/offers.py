"""What is offered in the sample: two templates, a proposal in two versions on the pictured deal, and a draft."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Workspace
from pipeline.models import Deal
from proposals.actions.drawings import ask_for
from proposals.actions.making import make_proposal, make_version
from proposals.actions.sending import keep_words
from proposals.models import Milestone, PaperKind, ProposalTemplate, Version

PICTURED = "Reefer fleet telemetry, 220 trucks"
ADDRESS = "Lindenstraße 14, 10969 Berlin\ntamarfleet.example, +49 30 5550 118"
TERMS = (
    "Payment in 30 days after each batch. The platform renews yearly unless you give 60 days’ notice. "
    "Data stays in Norway. General terms 2026-04 apply."
)
TEMPLATES = {
    "Fleet offer": (
        "en",
        TERMS,
        [
            ("text", "", "Dear {contact},\n\nthank you for the pilot. This proposal fits the remaining fleet of "
             "{company} in two batches, so that half your trucks stay on the road."),
            ("benefits", "What changes for you", ""),
            ("items", "", ""),
            ("timetable", "", ""),
            ("terms", "", ""),
            ("signature", "", ""),
        ],
    ),
    "پیشنهاد ناوگان": (
        "fa",
        "پرداخت ۳۰ روز پس از هر مرحله.",
        [
            ("text", "", "{contact} گرامی،\n\nاین پیشنهاد برای ناوگان {company} در دو مرحله آماده شده است."),
            ("items", "", ""),
            ("timetable", "", ""),
            ("terms", "", ""),
            ("signature", "", ""),
        ],
    ),
}  # fmt: skip


def write_offers():
    """Templates, and what was offered by them; the workers draw its paper once they run."""
    offer = [write_template(name, *facts) for name, facts in TEMPLATES.items()][0]
    pictured = Deal.objects.filter(title=PICTURED).first()
    if pictured:
        write_pictured(pictured, offer)
    other = Deal.objects.open().exclude(pk=pictured and pictured.pk).filter(items__isnull=False).order_by("pk").first()
    if other:
        make_proposal(other, offer, by=other.owner)


def write_template(name, language, terms, sections):
    template = ProposalTemplate.objects.create(
        name=name, language=language, terms=terms, address=ADDRESS, house=Workspace.objects.get().name, is_sample=True
    )
    for position, (kind, heading, text) in enumerate(sections):
        template.sections.create(position=position, kind=kind, heading=heading, text=text)
    return template


def write_pictured(deal, template):
    """The first version without its discount, replaced by the second, which waits for an answer."""
    first = make_proposal(deal, template, by=deal.owner)
    Milestone.objects.filter(version=first).delete()
    for place, (name, note) in enumerate([("Sign", ""), ("Batch 1", "110 trucks"), ("Batch 2", "110 trucks")]):
        Milestone.objects.create(version=first, position=place, name=name, note=note)
    hand_over(first, "replaced", days_ago=6)
    second = make_version(first, by=deal.owner)
    hand_over(second, "sent", days_ago=2)
    Deal.objects.filter(pk=deal.pk).update(proposal=Deal.Proposal.SENT, proposal_on=second.sent_at.date())


def hand_over(version, state, *, days_ago):
    """As if it had been sent; no mail leaves, and its paper is drawn by the workers."""
    sent_at = timezone.now() - timedelta(days=days_ago)
    keep_words(version)
    Version.objects.filter(pk=version.pk).update(state=state, sent_at=sent_at, sent_by=version.prepared_by)
    version.refresh_from_db()
    ask_for(version, PaperKind.PROPOSAL, by=version.prepared_by)
