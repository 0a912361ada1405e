"""What became of an act over many deals, one by one."""

from dataclasses import dataclass, field

from pipeline.gates import Requirement
from pipeline.models import Deal
from timeline.models import Event
from timeline.outcomes import Report

__all__ = ["Outcome", "Report"]


@dataclass(frozen=True)
class Outcome:
    """One deal of the act: done with an `event` (None if it was so already), or refused with a reason.

    `missing` is what a gate still asks of it.
    """

    deal: Deal
    event: Event | None = None
    refusal: str = ""
    missing: list[Requirement] = field(default_factory=list)
