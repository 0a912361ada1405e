"""What buyers do with a proposal: opening it, reading on, coming back, passing it on."""

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from pipeline.actions.places import lock_deal
from pipeline.actions.proposals import FOLLOWED, write_proposal
from pipeline.models import Deal
from proposals.links.actions import tell
from proposals.models import Link, Visit

PAUSE = timedelta(minutes=30)
MOST_BROWSERS = 25  # of one link: whoever has it may clear cookies all day
LONGEST_BEAT = 60
LONGEST_STAY = 12 * 3600
MOST_SECTIONS = 40


def note_sight(link, device, agent, sections):
    """Somebody looks at the page: a stay goes on, or a new one begins and is told.

    `sections` are the seconds each was in sight since the last word; more than have passed are not believed.
    """
    if not go_on(link, device, sections):
        begin(link, device, agent)


@transaction.atomic
def go_on(link, device, sections):
    """Add to the stay of this browser that is not yet over; says whether there is one."""
    staying = Visit.objects.select_for_update().filter(link=link, device=device, seen_at__gt=Now() - PAUSE)
    visit = staying.annotate(now=Now()).order_by("-pk").first()
    if visit is None:
        return False
    read = believed(sections, int((visit.now - visit.seen_at).total_seconds()) + 1)
    total = min(visit.seconds + sum(read.values()), LONGEST_STAY)
    kept = added(visit.sections, read)
    Visit.objects.filter(pk=visit.pk).update(seconds=total, sections=kept, seen_at=Now())
    Link.objects.filter(pk=link.pk).update(seen_at=Now())
    return True


def added(kept, read):
    """The seconds of each section with those just read; whoever makes up sections does not fill a stay with them."""
    known = [*kept, *(key for key in read if key not in kept)][:MOST_SECTIONS]
    return {key: kept.get(key, 0) + read.get(key, 0) for key in known}


def believed(sections, passed):
    """The seconds of each section as far as they can be true: no more in all than have passed, nor than a beat has."""
    left, read = min(passed, LONGEST_BEAT), {}
    for key, seconds in list(sections.items())[:MOST_SECTIONS]:
        read[key] = max(min(seconds, left), 0)
        left -= read[key]
    return {key: seconds for key, seconds in read.items() if seconds}


@transaction.atomic
def begin(link, device, agent):
    """A new stay: the first ever, in another browser, or after a pause; each is told once."""
    deal = lock_deal(link.version.proposal.deal)
    held = Link.objects.select_for_update(of=["self"]).get(pk=link.pk)
    visits = Visit.objects.filter(link=link)
    if visits.filter(device=device, seen_at__gt=Now() - PAUSE).exists():
        return
    is_new = not visits.filter(device=device).exists()
    others = visits.values("device").distinct().count() if is_new else 0
    if others >= MOST_BROWSERS:
        return
    Visit.objects.create(link=link, device=device, agent=agent[:60], is_other=bool(others))
    Link.objects.filter(pk=link.pk).update(seen_at=Now(), opened_at=held.opened_at or Now())
    tell(verb_of(held, others), link, by=None, agent=agent[:60])
    if deal.proposal == Deal.Proposal.SENT:
        write_proposal(deal, Deal.Proposal.OPENED, by=None, verb=FOLLOWED)


def verb_of(link, others):
    if link.opened_at is None:
        return "proposal.opened"
    return "proposal.forwarded" if others else "proposal.returned"
