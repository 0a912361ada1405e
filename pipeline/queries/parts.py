"""What hangs on a deal, as its page shows it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from pipeline.gates import ask_many, gate_of, keys_of
from pipeline.models import ChecklistItem, ChecklistTick, Deal, Stage

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


def committee_of(deal):
    """Who takes part in the decision, in one query."""
    return list(deal.committee.select_related("contact"))


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
