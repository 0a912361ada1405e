"""Where a deal may go from here, what it would be worth there, and what still locks a stage."""

from dataclasses import dataclass
from decimal import Decimal

from pipeline.gates import Requirement, ask, missing_on_the_way, names_of
from pipeline.models import Stage


@dataclass(frozen=True)
class Choice:
    """One stage a deal may be moved to: its odds there (0 to 1) and expected worth in the workspace's currency."""

    stage: Stage
    is_here: bool
    weighted: Decimal
    missing: list[Requirement]
    met: list[Requirement]
    share: Decimal

    @property
    def names(self):
        return names_of(self.missing)


def choices_for(deal, stages):
    """One Choice for each of the stages, in their order; the gates are read once."""
    missing = missing_on_the_way(deal, stages)
    return [choice(deal, stage, missing[stage.pk]) for stage in stages]


def choice(deal, stage, missing):
    gate = getattr(stage, "gate", None)
    asked = [ask(deal, key) for key in gate.requirements] if gate and missing else []
    share = (stage.probability if deal.probability is None else deal.probability) / 100
    return Choice(
        stage=stage,
        is_here=stage.pk == deal.stage_id,
        share=share,
        weighted=deal.base_amount * share,
        missing=missing,
        met=[requirement for requirement in asked if requirement.met],
    )
