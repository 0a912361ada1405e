"""What became of an act over many deals, one by one."""

from dataclasses import dataclass, field
from uuid import UUID

from pipeline.gates import Requirement
from pipeline.models import Deal
from timeline.models import Event


@dataclass(frozen=True)
class Outcome:
    """One deal of the act: done with an `event` (None if it was so already), or refused with a reason.

    `missing` is what a gate still asks of it.
    """

    deal: Deal
    event: Event | None = None
    refusal: str = ""
    missing: list[Requirement] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """An act and its outcomes, in the order in which the deals were named."""

    bulk: UUID
    outcomes: list[Outcome]

    @property
    def done(self):
        return [outcome for outcome in self.outcomes if not outcome.refusal]

    @property
    def refused(self):
        return [outcome for outcome in self.outcomes if outcome.refusal]

    @property
    def changed(self):
        return [outcome for outcome in self.outcomes if outcome.event]

    @property
    def unchanged(self):
        """Those that were so already."""
        return [outcome for outcome in self.done if not outcome.event]

    @property
    def can_undo(self):
        return bool(self.changed)
