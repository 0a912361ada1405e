"""What pages ask about proposals."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Prefetch, Q

from proposals.holding import held_of
from proposals.models import Drawing, Link, Paper, PaperKind, Version, Visit
from proposals.models.links import SHOWN

State = Version.State
PAGE_OF_LIST = 50
RELATED = ("proposal__deal__owner", "proposal__deal__company", "prepared_by")


def version_seen(user):
    """Versions this user may see, with what every page about one shows."""
    return Version.objects.visible_to(user).select_related(*RELATED, "logo", "proposal__deal__contact", "sent_by")


@dataclass(frozen=True)
class Card:
    """A version as the deal's page and the list show it."""

    version: Version
    links: list
    visits: int
    last_visit: Any
    answer: Any
    signed_at: Any
    replaced_by: int | None
    not_sent_to: list  # whose mails were held back

    @property
    def net(self):
        """What the buyer accepted, with the options they chose; until then what is offered."""
        is_accepted = self.version.state == State.ACCEPTED and self.answer
        return self.answer.net if is_accepted else self.version.net


def cards_of(versions):
    """Cards of these versions, in their order, in a fixed number of queries."""
    links = Link.objects.select_related("contact").annotate(
        visits_made=Count("visits", distinct=True), last_seen=Max("visits__seen_at")
    )
    signed = Paper.objects.filter(kind=PaperKind.SIGNED).defer("content")
    versions = list(
        versions.select_related(*RELATED, "answer").prefetch_related(
            Prefetch("links", links, to_attr="links_given"), Prefetch("papers", signed, to_attr="signed_papers")
        )
    )
    latest, held = newest_numbers(versions), held_of(versions)
    return [card_of(version, latest[version.proposal_id], held[version.pk]) for version in versions]


def newest_numbers(versions):
    """{proposal: the number of the newest version that left the house}."""
    ids = {version.proposal_id for version in versions}
    left = Version.objects.filter(proposal__in=ids, sent_at__isnull=False).values("proposal")
    newest = {row["proposal"]: row["newest"] for row in left.annotate(newest=Max("number"))}
    return {pk: newest.get(pk) for pk in ids}


def card_of(version, newest, held):
    seen = [link.last_seen for link in version.links_given if link.last_seen]
    signed, answer = version.signed_papers, getattr(version, "answer", None)
    return Card(
        version=version,
        links=version.links_given,
        visits=sum(link.visits_made for link in version.links_given),
        last_visit=max(seen, default=answer and answer.answered_at),  # whoever answers has looked
        answer=answer,
        signed_at=signed[0].drawn_at if signed else None,
        replaced_by=newest if version.state == State.REPLACED else None,
        not_sent_to=sorted({to for mail in held for to in mail.payload["to"]}) if version.state in SHOWN else [],
    )


def cards_of_deal(deal):
    """Every version of a deal's proposals, those that count first."""
    versions = Version.objects.filter(proposal__deal=deal).order_by("-proposal_id", "-number")
    cards = cards_of(versions)
    return sorted(cards, key=lambda card: card.version.state in {State.REPLACED, State.WITHDRAWN})


def drawing_of(version):
    """The drawing that waits for a version, else the last one that failed; None where all is well."""
    return Drawing.objects.filter(version=version).filter(Q(settled_at=None) | ~Q(problem="")).order_by("-id").first()


def visits_of(version):
    return Visit.objects.filter(link__version=version).count()
