"""Where a deal may go from here, what it would be worth there, and what still locks a stage."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from leads.models import Qualification
from pipeline.gates import (
    Requirement,
    ask,
    gate_of,
    keys_of,
    names_of,
    reading_of,
    readings_on_the_way,
    stages_with_gates,
)
from pipeline.models import Deal, Stage
from pipeline.ways import refusal_of, stages_crossed


@dataclass(frozen=True)
class Choice:
    """One stage a deal may be moved to: its odds there (0 to 1) and expected worth in the workspace's currency.

    `refusal` says why the pipeline lets no deal go there; `missing` keeps this deal out, `lacking` only warns.
    """

    stage: Stage
    is_here: bool
    weighted: Decimal
    share: Decimal
    refusal: str
    missing: list[Requirement]
    lacking: list[Requirement]
    met: list[Requirement]

    @property
    def is_locked(self):
        return bool(self.refusal or self.missing)

    @property
    def open_needs(self):
        """What is not there yet, that which keeps the deal out first."""
        return [*self.missing, *self.lacking]

    @property
    def why(self):
        """Why a stage is locked, or what it warns of, in a few words; nothing for an open one."""
        if self.is_here or self.refusal:
            return "" if self.is_here else self.refusal
        if self.missing:
            return _("Needs %(names)s") % {"names": names_of(self.missing)}
        return _("Without %(names)s") % {"names": names_of(self.lacking)} if self.lacking else ""

    @property
    def spoken(self):
        """The same for who listens, with what is there already."""
        met = _("Met: %(names)s.") % {"names": names_of(self.met)} if self.met and not self.refusal else ""
        return f"{_('Locked.') if self.is_locked else _('Open.')} {self.why.removesuffix('.')}. {met}".strip()


def choices_for(deal, stages):
    """One Choice for each of the stages, in their order; the gates are read once."""
    readings = readings_on_the_way(deal, stages)
    return [choice(deal, stage, readings[stage.pk], refusal_of(deal, stage, stages)) for stage in stages]


def choice(deal, stage, reading, refusal):
    share = (stage.probability if deal.probability is None else deal.probability) / 100
    return Choice(
        stage=stage,
        is_here=stage.pk == deal.stage_id,
        share=share,
        weighted=deal.base_amount * share,
        refusal=refusal,
        missing=reading.missing,
        lacking=reading.lacking,
        met=reading.met,
    )


def draft_of(stage, owner, **facts):
    """A deal that is not there yet, to ask the gates about it."""
    return Deal(
        stage=stage,
        pipeline=stage.pipeline,
        owner=owner,
        currency=stage.pipeline.currency,
        qualification=Qualification(),
        **facts,
    )


def missing_of_new(draft):
    """What keeps a new deal out of the stage it should begin in."""
    crossed = stages_crossed(None, draft.stage, stages_with_gates(draft.pipeline_id))
    return reading_of(ask(draft, keys_of(gate_of(stage) for stage in crossed))).missing
