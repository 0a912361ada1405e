"""What hangs on a deal, as its page shows it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from pipeline.models import ChecklistItem, ChecklistTick


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
