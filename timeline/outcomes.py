"""What became of an act over many records, one by one."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Report:
    """An act and its outcomes, in the order in which the records were named.

    Each outcome has an `event` (None if its record was so already) and a `refusal`, empty if it was done.
    """

    bulk: UUID
    outcomes: list

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
