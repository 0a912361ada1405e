"""Where many deals may go together: what each stage still asks of some of them."""

from dataclasses import dataclass, field

from pipeline.gates import ask_many, gate_of, keys_of
from pipeline.models import Stage
from pipeline.ways import refusal_of, stages_crossed


@dataclass
class ManyChoice:
    """One stage for many deals: how many of them may enter, and each need with how many miss it."""

    stage: Stage
    count: int
    free: int = 0
    missing: dict[str, int] = field(default_factory=dict)
    refusals: dict[str, int] = field(default_factory=dict)

    @property
    def held(self):
        """How many stay where they are."""
        return self.count - self.free

    def ask(self, refusal, missing):
        """Count one deal in."""
        self.free += not (refusal or missing)
        for name in [refusal] if refusal else missing:
            counts = self.refusals if refusal else self.missing
            counts[name] = counts.get(name, 0) + 1


def choices_for_many(deals, stages):
    """One ManyChoice for each of the stages (with their gates); each kind of need is asked once for all deals."""
    asked = ask_many(deals, keys_of(gate_of(stage) for stage in stages))
    choices = [ManyChoice(stage, len(deals)) for stage in stages]
    for deal in deals:
        open_needs = {need.key: str(need.name) for need in asked[deal.pk] if not need.met}
        for choice in choices:
            keys = keys_of(gate_of(one) for one in stages_crossed(deal.stage, choice.stage, stages))
            missing = [name for key, name in open_needs.items() if keys.get(key)]
            choice.ask(refusal_of(deal, choice.stage, stages), missing)
    return choices
