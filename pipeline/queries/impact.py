"""What surgery on a stage would do, said before it is done; every figure is a sum in SQL over the deals of now."""

from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import parse_qs

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import SavedView
from kit import formats
from pipeline.gates import gate_of, names_by_key
from pipeline.models import BoardSettings, Deal, Gate, Stage

NOTHING = Decimal(0)
OF_THE_STAGE = Q(status=Deal.Status.OPEN, probability=None)  # deals that count at their stage's probability


@dataclass(frozen=True)
class Impact:
    """What a change of one stage touches: `shift` is what the weighted forecast gains (a loss is negative)."""

    stage: Stage
    target: Stage | None
    count: int
    total: Decimal
    shift: Decimal
    asked: list[str] = field(default_factory=list)  # what its own gate asks, by name
    gates: list[str] = field(default_factory=list)  # stages whose gates ask for items of its checklist
    checklist: int = 0
    planned: str = ""  # the rules that wait for it
    views: list[str] = field(default_factory=list)  # saved views that name it

    @property
    def loss(self):
        return abs(self.shift)


def impact_of(stage, *, target=None, deals=None, leaves=True):
    """The impact of sending `deals` (all on the board, if not said) from a stage to a target; `leaves`: it goes."""
    deals = Deal.objects.on_board().filter(stage=stage) if deals is None else deals
    count, total, counted = totals(deals)
    shift = counted * (target.probability - stage.probability) / 100 if target else NOTHING
    rest = around(stage) if leaves else {}
    return Impact(stage, target, count, total, shift, **rest)


def totals(deals):
    """Count, value, and the value of those that count at the probability of their stage."""
    found = deals.order_by().aggregate(
        count=Count("pk"),
        total=Sum("base_amount", default=NOTHING),
        counted=Sum("base_amount", filter=OF_THE_STAGE, default=NOTHING),
    )
    return found["count"], found["total"], found["counted"]


def around(stage):
    """All that goes with a stage or mentions it."""
    items = list(stage.checklist.filter(retired_at=None))
    gate = gate_of(stage)
    return {
        "asked": [str(name) for name in names_by_key(gate.requirements).values()] if gate else [],
        "gates": gates_asking([f"check:{item.pk}" for item in items], stage),
        "checklist": len(items),
        "planned": ", ".join(rule.name for rule in stage.rules.filter(retired_at=None)),
        "views": [view.name for view in views_naming_stage(stage.pk)],
    }


def gates_asking(keys, stage):
    """Names of other stages in use whose gates ask for one of these."""
    gates = Gate.objects.filter(stage__pipeline=stage.pipeline_id, stage__retired_at=None).exclude(stage=stage)
    return [gate.stage.name for gate in gates.select_related("stage") if set(keys) & set(gate.requirements)]


def views_naming_stage(pk):
    """Saved views whose filter names a stage."""
    candidates = SavedView.objects.filter(query__contains=f"stage={pk}")
    return [view for view in candidates if str(pk) in parse_qs(view.query).get("stage", [])]


def edit_shift(stage, probability):
    """What the weighted forecast gains when a stage's probability becomes another."""
    _count, _total, counted = totals(Deal.objects.filter(stage=stage))
    return counted * (probability - stage.probability) / 100


@dataclass(frozen=True)
class Way:
    """One row of a mapping: the deals of a stage, where they would go, and what that changes."""

    stage: Stage
    count: int
    total: Decimal
    target: Stage | None
    shift: Decimal


def ways_between(pipeline, targets, chosen, only=None):
    """A Way for each stage of a pipeline that holds deals (of `only`); `chosen` maps ids to stages, or it guesses."""
    deals = Deal.objects.on_board().filter(pipeline=pipeline)
    deals = deals if only is None else deals.filter(pk__in=only)
    figures = {
        "count": Count("pk"),
        "total": Sum("base_amount"),
        "counted": Sum("base_amount", filter=OF_THE_STAGE, default=NOTHING),
    }
    held = {row.pop("stage"): row for row in deals.order_by().values("stage").annotate(**figures)}
    stages = [stage for stage in pipeline.stages.all() if stage.pk in held]
    return [way(stage, chosen.get(stage.pk) or guess(stage, targets), **held[stage.pk]) for stage in stages]


def way(stage, target, count, total, counted):
    shift = counted * (target.probability - stage.probability) / 100 if target else NOTHING
    return Way(stage, count, total, target, shift)


def guess(stage, targets):
    """The stage of the same name, else the one of the same meaning with the nearest probability."""
    fitting = [target for target in targets if target.is_open == stage.is_open]
    named = [target for target in fitting if target.name.casefold() == stage.name.casefold()]
    nearest = sorted(fitting, key=lambda target: abs(target.probability - stage.probability))
    return next(iter(named + nearest), None)


def people_of(pipeline):
    """How many people have deals on this board."""
    return Deal.objects.on_board().filter(pipeline=pipeline).values("owner").distinct().count()


def missed_gates(before, after):
    """Stages whose gate would now be asked earlier or later than before, by name."""
    places = {stage.pk: place for place, stage in enumerate(before)}
    return [
        stage.name
        for place, stage in enumerate(after)
        if places[stage.pk] != place and (gate := gate_of(stage)) and gate.requirements
    ]


def naming_field(field):
    """What names a custom field of deals beside the deals themselves: gates that ask for it, cards that show it."""
    if field.record != "deal":
        return
    asking = Gate.objects.filter(stage__retired_at=None, requirements__contains=[f"custom:{field.key}"])
    for name in asking.values_list("stage__name", flat=True):
        yield _("The gate of %(stage)s") % {"stage": name}
    if people := BoardSettings.objects.filter(facts__contains=[f"field:{field.pk}"]).count():
        words = ngettext("The cards of %(count)s person", "The cards of %(count)s people", people)
        yield words % {"count": formats.number(people)}
