"""What a deal needs before it may enter a stage: one class per kind of requirement, one question to ask them all."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads.models import Qualification
from pipeline.models import Gate, Stage

Answer = Qualification.Answer


class GateClosed(Exception):
    """The deal may not enter yet; `missing` and `met` are lists of Requirement."""

    def __init__(self, to, missing, met):
        self.to, self.missing, self.met = to, missing, met
        words = _("%(stage)s needs %(names)s. Begin in an earlier stage and fill them in there.")
        super().__init__(words % {"stage": to.name, "names": names_of(missing)})


@dataclass(frozen=True)
class Requirement:
    """One need of a gate, asked of one deal; `key` is how the gate stores it, such as “bant:budget”."""

    key: str
    name: str
    met: bool


class BantKind:
    """Met when the topic was answered, partly or in full."""

    prefix = "bant"
    topics = {
        "budget": gettext_lazy("Budget"),
        "authority": gettext_lazy("Authority"),
        "need": gettext_lazy("Need"),
        "timeline": gettext_lazy("Timeline"),
    }

    def all_keys(self):
        return [f"bant:{topic}" for topic in self.topics]

    def name(self, topic):
        return self.topics[topic]

    def is_met(self, deal, topic):
        return getattr(deal.qualification, topic) != Answer.UNKNOWN

    def fields(self, deal, topic):
        """What a form asks for when this is missing."""
        choices = [(answer.value, answer.label) for answer in (Answer.CONFIRMED, Answer.PARTLY)]
        missing = _("Say whether this is confirmed or partly known.")
        return {
            topic: forms.TypedChoiceField(
                label=self.name(topic),
                choices=choices,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": missing, "invalid_choice": missing},
            ),
            f"{topic}_evidence": forms.CharField(
                label=_("How do you know?"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
            ),
        }


class AmountKind:
    """Met when the deal has a value."""

    prefix = "amount"

    def all_keys(self):
        return ["amount"]

    def name(self, _topic):
        return gettext_lazy("Value")

    def is_met(self, deal, _topic):
        return deal.amount > 0

    def fields(self, deal, _topic):
        label = _("Value in %(currency)s") % {"currency": deal.currency}
        return {"amount": forms.DecimalField(label=label, min_value=1, max_digits=17, decimal_places=2)}


KINDS = {kind.prefix: kind for kind in (BantKind(), AmountKind())}


def stages_with_gates(pipeline_id):
    """The stages of a pipeline in use, in order, with their gates."""
    return list(Stage.objects.standing().filter(pipeline=pipeline_id).select_related("gate"))


def ask_gates(deal, to, crossed):
    """Raise GateClosed unless the deal meets what the stages it crosses ask for; `to` names where it wants to go."""
    keys = dict.fromkeys(key for stage in crossed for key in requirements_of(stage))
    asked = [ask(deal, key) for key in keys]
    missing = [requirement for requirement in asked if not requirement.met]
    if missing:
        raise GateClosed(to, missing, [requirement for requirement in asked if requirement.met])


def requirements_of(stage):
    return stage.gate.requirements if hasattr(stage, "gate") else []


def stages_crossed(start, to, stages):
    """Those of the stages that a forward move from `start` (None: from outside) enters; none for a move back."""
    return [one for one in stages if (start is None or is_forward(start, one)) and not is_forward(to, one)]


def is_forward(start, to):
    return (to.position, to.pk) > (start.position, start.pk)


def missing_on_the_way(deal, stages):
    """For each stage id, the requirements a deal does not meet yet if it went there now; the gates are read once."""
    gates = {gate.stage_id: gate.requirements for gate in Gate.objects.filter(stage__in=stages)}
    ahead = sorted((stage for stage in stages if is_forward(deal.stage, stage)), key=lambda one: (one.position, one.pk))
    missing, so_far = {stage.pk: [] for stage in stages}, {}
    for stage in ahead:
        so_far |= {key: ask(deal, key) for key in gates.get(stage.pk, []) if key not in so_far}
        missing[stage.pk] = [requirement for requirement in so_far.values() if not requirement.met]
    return missing


def ask(deal, key):
    prefix, _colon, topic = key.partition(":")
    kind = KINDS[prefix]
    return Requirement(key, kind.name(topic), kind.is_met(deal, topic))


def fields_for(deal, requirement):
    """The form fields that would answer a requirement."""
    prefix, _colon, topic = requirement.key.partition(":")
    return KINDS[prefix].fields(deal, topic)


def names_of(requirements):
    """Needs in a row as people say them: “Budget, Need and Timeline”."""
    names = [str(requirement.name) for requirement in requirements]
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}


def every_requirement():
    """Key and name of everything a gate can ask, in the order of the admin page."""
    return [(key, kind.name(key.partition(":")[2])) for kind in KINDS.values() for key in kind.all_keys()]


def requirement_names(gate):
    names = dict(every_requirement())
    return [names[key] for key in gate.requirements if key in names]
