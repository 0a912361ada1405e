"""What hangs on a deal, as its page shows it."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef

from pipeline.gates import ask_many, gate_of, keys_of
from pipeline.models import ChecklistItem, ChecklistTick, Deal, Proof, Stage

MOST_ASKED = 1000


@dataclass(frozen=True)
class Checklist:
    """The items of the stage a deal stands in; each item's `is_done` says whether it was ticked for the deal."""

    items: list[ChecklistItem]

    @property
    def done(self):
        return sum(item.is_done for item in self.items)


def checklist_of(deal):
    """The checklist of the stage a deal stands in, in one query."""
    ticks = ChecklistTick.objects.filter(deal=deal, item=OuterRef("pk"))
    items = ChecklistItem.objects.filter(stage=deal.stage_id, retired_at=None)
    return Checklist(list(items.annotate(is_done=Exists(ticks))))


@dataclass(frozen=True)
class Proofs:
    """The notes that prove the answers of a BANT sheet."""

    all: list[Proof]

    def topics_of(self, event_id):
        """What a note supports."""
        return [proof.topic for proof in self.all if proof.event_id == event_id]

    def events_for(self, topic):
        """The notes that support an answer, by their ids in the log."""
        return [proof.event_id for proof in self.all if proof.topic == topic]


def proofs_of(sheet):
    """The Proofs of a sheet, in one query."""
    return Proofs(list(sheet.proofs.all()))


MEDIAN_AGE = """
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - opened_at) / 86400), count(*)
FROM (SELECT closed_at, opened_at FROM pipeline_deal WHERE pipeline_id = %s AND status = 'won'
      ORDER BY closed_at DESC LIMIT 300) latest
"""
FEWEST_WON = 5


def median_won_age(pipeline_id):
    """The median age of the last deals a pipeline won, in whole days; None while they are too few to say."""
    with connection.cursor() as cursor:
        cursor.execute(MEDIAN_AGE, [pipeline_id])
        days, count = cursor.fetchone()
    return round(days) if count >= FEWEST_WON else None


@dataclass(frozen=True)
class Passing:
    """How many of the open deals in the stage before another would pass its gate today."""

    stage: Stage
    count: int
    passing: int


def passing_of(stage):
    """The Passing of a stage's gate; None without a gate, a stage before it or deals there, or for too many to ask."""
    keys = keys_of([gate_of(stage)])
    before = stage.pipeline.stages.standing().filter(position__lt=stage.position).last() if keys else None
    deals = Deal.objects.open().filter(stage=before).for_cards() if before else Deal.objects.none()
    deals = list(deals[: MOST_ASKED + 1])
    if not deals or len(deals) > MOST_ASKED:
        return None
    asked = ask_many(deals, keys)
    return Passing(before, len(deals), sum(all(need.met for need in needs) for needs in asked.values()))
