"""What a deal needs before it may enter a stage: one engine that asks all gates, whatever they ask for."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pipeline.gates.registry import kind_of, names_by_key, topics_by_kind
from pipeline.models import Gate, Stage
from pipeline.ways import is_forward
from pipeline.words import in_a_row


class GateClosed(Exception):
    """The deal may not enter yet; `missing` and `met` are lists of Requirement."""

    def __init__(self, to, missing, met):
        self.to, self.missing, self.met = to, missing, met
        super().__init__(_("%(stage)s needs %(names)s.") % {"stage": to.name, "names": names_of(missing)})

    @property
    def advice(self):
        """The same for a form that has no room to answer."""
        return f"{self} {_('Begin in an earlier stage and fill them in there.')}"


@dataclass(frozen=True)
class Requirement:
    """One need of a gate, asked of one deal; `key` is how the gate stores it, such as “bant:budget”.

    A need that does not block lets the deal in without it, and says so.
    """

    key: str
    name: str
    met: bool
    blocks: bool = True


@dataclass(frozen=True)
class Reading:
    """What entering one stage asks of one deal: `missing` keeps it out, `lacking` is only missed, `met` is there."""

    missing: list[Requirement]
    lacking: list[Requirement]
    met: list[Requirement]


def stages_with_gates(pipeline_id):
    """The stages of a pipeline in use, in order, with their gates."""
    return list(Stage.objects.standing().filter(pipeline=pipeline_id).select_related("gate"))


def ask_gates(deal, to, crossed):
    """Raise GateClosed unless the deal meets what the stages it crosses ask for; `to` names where it wants to go.

    Returns the requirements it goes without, because their gates only warn.
    """
    reading = reading_of(ask(deal, keys_of([gate_of(stage) for stage in crossed])))
    if reading.missing:
        raise GateClosed(to, reading.missing, reading.met)
    return reading.lacking


def gate_of(stage):
    return getattr(stage, "gate", None)


def keys_of(gates):
    """{key: does it block} of everything these gates ask for; what one of them insists on is insisted on."""
    keys = {}
    for gate in filter(None, gates):
        for key in gate.requirements:
            keys[key] = gate.is_blocking or keys.get(key, False)
    return keys


def ask(deal, keys):
    """The requirements these keys name, asked of one deal."""
    return ask_many([deal], keys)[deal.pk]


def ask_many(deals, keys):
    """{deal id: [Requirement]} for deals that are all asked the same; a key nobody knows any more asks nothing."""
    names = names_by_key(keys)
    met = {(pk, kind.key(topic)) for kind, topics in topics_by_kind(names) for pk, topic in kind.met_by(deals, topics)}
    return {
        deal.pk: [Requirement(key, names[key], (deal.pk, key) in met, keys[key]) for key in keys if key in names]
        for deal in deals
    }


def keys_concerning(deal, keys):
    """Those of the keys, as an address names them, that may be filled in on this deal."""
    fitting = {kind.key(topic) for kind, topics in topics_by_kind(keys) for topic in kind.concerning(deal, topics)}
    return dict.fromkeys(key for key in keys if key in fitting)


def reading_of(asked):
    return Reading(
        missing=[need for need in asked if need.blocks and not need.met],
        lacking=[need for need in asked if not need.blocks and not need.met],
        met=[need for need in asked if need.met],
    )


def readings_on_the_way(deal, stages):
    """{stage id: Reading} of a deal for each stage, if it went there now; the gates are read once and asked once."""
    gates = {gate.stage_id: gate for gate in Gate.objects.filter(stage__in=stages)}
    ahead = sorted((stage for stage in stages if is_forward(deal.stage, stage)), key=lambda one: (one.position, one.pk))
    asked = {need.key: need for need in ask(deal, keys_of(gates.get(stage.pk) for stage in ahead))}
    return {stage.pk: reading_for(stage, ahead, gates, asked) for stage in stages}


def reading_for(stage, ahead, gates, asked):
    """What was asked of the deal, as far as the way to this stage asks it."""
    keys = keys_of(gates.get(one.pk) for one in ahead if not is_forward(stage, one) and stage in ahead)
    needs = [asked[key] for key in keys if key in asked]
    return reading_of([Requirement(need.key, need.name, need.met, keys[need.key]) for need in needs])


def fields_for(deal, requirement, user):
    """The form fields that would answer a requirement."""
    kind, topic = kind_of(requirement.key)
    return kind.fields(deal, topic, requirement.name, user)


def refusals_for(requirement, values):
    """{field: sentence} where cleaned values do not answer a requirement after all."""
    kind, topic = kind_of(requirement.key)
    return kind.refusals(topic, values)


def names_of(requirements):
    """Needs in a row as people say them: “Budget, Need and Timeline”."""
    return in_a_row([requirement.name for requirement in requirements])
