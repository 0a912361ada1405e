"""Many deals in one act, each under the same gates and rights as alone, and a report that says what became of each.

One transaction: the columns are locked first, then the deals by id, so that two such acts wait for each other and never
for ever. Each deal has a savepoint of its own: what refuses it leaves nothing of it behind, and the others go on.
"""

from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from pipeline.actions.closing import mark_lost
from pipeline.actions.editing import write_facts
from pipeline.actions.moving import MovedMeanwhile, StageClosed, carry, refuse_closed
from pipeline.actions.outcomes import Outcome, Report
from pipeline.actions.parking import CannotPark, park_deal, unpark_deal
from pipeline.actions.places import TOP, lock_deals, lock_stages
from pipeline.actions.repeats import ActTaken, edited_to, lost_for, moved_to, parked_until, redated_by, woken
from pipeline.actions.standing import Status
from pipeline.gates import GateClosed, stages_with_gates
from pipeline.models import Deal, Stage
from pipeline.ranks import ranks_at
from pipeline.rates import ValueRefused
from timeline.models import Event, subject_key
from timeline.together import together

REFUSALS = (GateClosed, StageClosed, MovedMeanwhile, CannotPark, ValueRefused)


def move_deals(deals, *, to, by, bulk, between=TOP, seen=None, facts=None):
    """Move deals to one place in a stage, in the order given, and return the Report.

    `bulk` is the UUID of this act: sent again it does nothing again, and with another act it raises ActTaken. `seen`
    maps ids to the stage_version the viewer saw; whoever is elsewhere by now is refused. `facts` are written on each
    with its move (owner, label).
    """
    stages = stages_with_gates(to.pipeline_id)
    with begin(deals, [to], bulk, by, seen, again=moved_to(to, facts)) as (act, columns):
        to = columns[to.pk]
        ranks = dict(zip([deal.pk for deal in act.deals], ranks_at(between, to, len(act.deals)), strict=True))

        def move(deal):
            event = carry(deal, refuse_closed(to, deal), ranks[deal.pk], stages, by=by, op=None).event
            write_facts(deal, facts or {}, by=by)
            return event

        return act.each(move)


def lose_deals(deals, *, reason, by, bulk, note="", lost_to=None, seen=None):
    """Mark deals as lost for one reason and return the Report."""
    with begin(deals, stages_of(deals), bulk, by, seen, again=lost_for(reason)) as (act, columns):

        def lose(deal):
            if deal.status == Status.LOST or deal.stage_id not in columns:
                raise MovedMeanwhile(deal)
            return mark_lost(deal, reason, note, lost_to, by=by)

        return act.each(lose)


def edit_deals(deals, *, by, bulk, **facts):
    """Write the same facts (owner, label, expected close…) on deals and return the Report."""
    with begin(deals, [], bulk, by, again=edited_to(facts)) as (act, _columns):
        return act.each(lambda deal: write_facts(deal, facts, by=by))


def redate_deals(deals, *, day_of, by, bulk):
    """Give each deal the expected close `day_of(deal)` and return the Report."""
    with begin(deals, [], bulk, by, again=redated_by(day_of)) as (act, _columns):
        return act.each(lambda deal: write_facts(deal, {"expected_close": day_of(deal)}, by=by))


def park_deals(deals, *, until, by, bulk, reason="", seen=None):
    """Let deals rest until a day and return the Report."""
    with begin(deals, [], bulk, by, seen, again=parked_until(until)) as (act, _columns):
        return act.each(lambda deal: park_deal(deal, until=until, reason=reason, by=by).event)


def unpark_deals(deals, *, by, bulk, seen=None):
    """Wake those of the deals that are parked and return the Report."""
    with begin(deals, [], bulk, by, seen, again=woken) as (act, _columns):
        return act.each(lambda deal: unpark_deal(deal, by=by).event if deal.is_parked else None)


@dataclass(frozen=True)
class Act:
    """One act on its way: the locked deals, and the events it has written already if it was sent before."""

    bulk: object
    deals: list
    written: dict
    seen: dict

    def each(self, do):
        """Do it to every deal and report."""
        return Report(self.bulk, [self.attempt(do, deal) for deal in self.deals])

    def attempt(self, do, deal):
        if event := self.written.get(subject_key(deal)):
            return Outcome(deal, event=event)
        try:
            with transaction.atomic():
                if self.seen.get(deal.pk) not in (None, deal.stage_version):
                    raise MovedMeanwhile(deal)
                return Outcome(deal, event=do(deal))
        except REFUSALS as refusal:
            return Outcome(deal, refusal=str(refusal), missing=getattr(refusal, "missing", []))


@contextmanager
def begin(deals, stages, bulk, by, seen=None, *, again):
    """Lock columns, then deals, and bind what is written to the act; `again` knows the events of the same act."""
    with together(bulk):
        columns = lock_stages(*stages)
        locked = lock_deals(deals)
        yield Act(bulk, locked, written_before(bulk, by, again), seen or {}), columns


def stages_of(deals):
    return Stage.objects.filter(pk__in=Deal.objects.filter(pk__in=[deal.pk for deal in deals]).values("stage"))


def written_before(bulk, by, again):
    """{subject: event} of this act, if it was sent before; its id belongs to one person and to what was done."""
    events = list(Event.objects.of_bulk(bulk))
    if any(event.actor_id != by.pk or not again(event) for event in events):
        raise ActTaken
    return {event.subject: event for event in events}
