"""Deals thrown away in one act, and the way back from it, as the board and its list tell them."""

from django.core.exceptions import ValidationError

from accounts.bin.actions import restore, throw_away
from accounts.bin.rights import may_restore, may_throw_away, not_theirs
from accounts.models import BinnedRecord
from pipeline.actions.outcomes import Outcome, Report
from pipeline.models import Deal
from timeline.models import Event, subject_key


def throw_deals_away(deals, *, by, bulk, note=""):
    """Throw away those of the deals that are this person's to throw away, and return the Report."""
    theirs = [deal for deal in deals if may_throw_away(by, deal)]
    refusals = {deal.pk: str(not_theirs(deal.owner)) for deal in deals if deal not in theirs}
    try:
        done = throw_away(theirs, by=by, note=note, act=bulk)
        refusals |= {deal.pk: why for deal, why in done.refused}
    except ValidationError as refusal:
        refusals |= {deal.pk: " ".join(refusal.messages) for deal in theirs}
    events = {event.subject: event for event in Event.objects.of_bulk(bulk).filter(verb="deal.thrown_away")}
    outcomes = [Outcome(deal, event=events.get(subject_key(deal)), refusal=refusals.get(deal.pk, "")) for deal in deals]
    return Report(bulk, outcomes)


def thrown_together(bulk, user):
    """What one act threw away of what this person may restore."""
    binned = BinnedRecord.objects.visible_to(user).filter(act=bulk, kind="deal").select_related("owner").order_by("pk")
    return [one for one in binned if may_restore(user, one)]


def last_thrown(user, since):
    """The last deal this person threw away since a moment that is still in the bin, or None."""
    own = BinnedRecord.objects.visible_to(user).filter(by=user, kind="deal", at__gt=since)
    return own.order_by("-at", "-pk").first()


def bring_deals_back(binned, *, by):
    """Put deals back on their boards and return the Report; of those that cannot come back it says why."""
    try:
        done = restore(binned, by=by)
    except ValidationError as refusal:  # it was one alone
        return Report(binned[0].act, [stays(binned[0], " ".join(refusal.messages))])
    titles = [stays(one, why) for one, why in done.refused]
    events = {event.subject: event for event in Event.objects.of_bulk(done.act)}
    return Report(done.act, [Outcome(deal, event=events.get(subject_key(deal))) for deal in done.done] + titles)


def stays(binned, why):
    return Outcome(Deal(pk=binned.record_id, title=binned.title), refusal=why)
