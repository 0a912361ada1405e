"""One deal's way through its pipeline, and the deals of a list."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from kit.channel import flow_paths
from pipeline.gates import Requirement, names_of
from pipeline.models import Stage
from timeline.models import Event, subject_key


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


def path_of(deal, choices):
    """The stages of the pipeline as this deal passed, stands in or has before it; the ribbon follows the odds."""
    stays = stays_of(deal)
    ribbons = flow_paths([choice.stage.probability for choice in choices])
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
    def open_needs(self):
        return [requirement for requirement in self.requirements if not requirement.met]

    @property
    def missing(self):
        return names_of(self.open_needs)


def next_gate(deal, choices):
    """The first gate ahead of a deal, or None."""
    for choice in choices:
        if state_of(choice.stage, deal) == "next" and (choice.open_needs or choice.met):
            return NextGate(choice.stage, [*choice.open_needs, *choice.met])
    return None


def last_edit(deal, since):
    """The event of the edit that made a deal's facts what they are, if they changed after version `since`."""
    edits = Event.objects.filter(subject=subject_key(deal), verb="deal.edited", details__version=deal.version)
    return edits.order_by("-id").first() if deal.version > since else None


def edits_of_others(deal, since, by):
    """What anybody else changed of a deal's facts after version `since`, the first of it first."""
    edits = Event.objects.filter(subject=subject_key(deal), verb="deal.edited", details__version__gt=since)
    return list(edits.exclude(actor=by).select_related("actor").order_by("id"))
