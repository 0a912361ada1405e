"""One deal's way through its pipeline, and the deals of a list."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, F, When
from django.utils import timezone

from kit.channel import flow_paths
from pipeline.gates import Requirement, ask, names_of
from pipeline.models import PROBABILITY, Deal, Stage
from pipeline.queries.choices import choices_for


@dataclass(frozen=True)
class Step:
    """One stage on a deal's path: `state` is past, now or next; `stay` the whole days spent there, None for none.

    `missing` names what this stage asks for and no stage before it.
    """

    stage: Stage
    state: str
    stay: int | None
    missing: str
    ribbon: str


def path_of(deal, stages):
    """The stages of the pipeline as this deal passed, stands in or has before it; the ribbon follows the odds."""
    stays, choices = stays_of(deal), choices_for(deal, stages)
    ribbons = flow_paths([stage.probability for stage in stages])
    steps, asked_before = [], []
    for choice, ribbon in zip(choices, ribbons, strict=True):
        missing = names_of([need for need in choice.missing if need not in asked_before])
        asked_before += choice.missing
        steps.append(Step(choice.stage, state_of(choice.stage, deal), stays.get(choice.stage.pk), missing, ribbon))
    return steps


def state_of(stage, deal):
    if stage.pk == deal.stage_id:
        return "now"
    return "past" if (stage.position, stage.pk) < (deal.stage.position, deal.stage_id) else "next"


def stays_of(deal):
    """Whole days per stage id, over all stays that count."""
    spent = {}
    for stage_id, start, end in deal.visits.standing().values_list("stage_id", "entered_at", "left_at"):
        spent[stage_id] = spent.get(stage_id, timedelta()) + ((end or timezone.now()) - start)
    return {stage_id: max(time.days, 0) for stage_id, time in spent.items()}


@dataclass(frozen=True)
class NextGate:
    """What the next stage with a gate ahead asks of a deal."""

    stage: Stage
    requirements: list[Requirement]

    @property
    def missing(self):
        return names_of([requirement for requirement in self.requirements if not requirement.met])


def next_gate(deal, stages):
    """The first gate ahead of a deal, or None."""
    ahead = [stage for stage in stages if state_of(stage, deal) == "next" and hasattr(stage, "gate")]
    gated = next((stage for stage in ahead if stage.gate.requirements), None)
    return gated and NextGate(gated, [ask(deal, key) for key in gated.gate.requirements])


# what the header of a list column sorts by; ties keep the newest first
ORDERS = {
    "title": "title",
    "company": "company__name",
    "stage": "stage__position",
    "value": "base_amount",
    "odds": PROBABILITY,
    "close": "expected_close",
    "owner": "owner__name",
    "next": "next_step_at",
    "label": "label__name",
}
CLOSED_LAST = Case(When(status=Deal.Status.OPEN, then=0), default=1)


def sorted_deals(deals, order):
    """Deals by one of ORDERS, a leading “-” from the far end; without an order open deals first, by their next step."""
    key = ORDERS.get(order.removeprefix("-"))
    if key is None:
        return deals.order_by(CLOSED_LAST, F("next_step_at").asc(nulls_last=True), "-id")
    column = F(key) if isinstance(key, str) else key
    return deals.order_by(column.desc(nulls_last=True) if order[0] == "-" else column.asc(nulls_last=True), "-id")
