"""Running rules: one cause runs a rule once, within its guards, and every run says what became of it."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from followups.models import Rule, RuleRun
from followups.rules.acts import Running, is_at_once, registry
from followups.rules.facts import facts_about
from followups.rules.guards import reason_to_hold
from followups.rules.triggers import trigger_of
from leads.conditions import as_q
from leads.models import Lead
from leads.scoring.condition_forms import in_words
from pipeline.actions.moving import MovedMeanwhile
from pipeline.gates import GateClosed
from pipeline.models import Deal, Stage
from pipeline.rates import ValueRefused
from pipeline.ways import StageClosed
from timeline.causes import caused_by, chain_of
from timeline.models import Event

Outcome = RuleRun.Outcome
REFUSALS = (ValidationError, GateClosed, StageClosed, MovedMeanwhile, ValueRefused)
MODELS = {"deal": Deal, "lead": Lead}


class Facts:
    """What conditions can ask, looked up once for many runs and only if one of them asks."""

    def __getitem__(self, about):
        return self.deal if about == "deal" else self.lead

    @cached_property
    def deal(self):
        return facts_about("deal")

    @cached_property
    def lead(self):
        return facts_about("lead")


@transaction.atomic
def run(rule, pk, *, cause, moment, event=None, known=None):
    """Let a rule do to this deal or lead what it says, once for this cause; returns the RuleRun, None if it ran before.

    `known` are the Facts where many rules run. What one act refuses keeps the others from nothing.
    """
    record = find(rule.about, pk)
    if record is None or RuleRun.objects.filter(rule=rule, cause=cause).exists():
        return None
    running = Running(rule, record, cause, moment, event)
    if reason := reason_to_hold(rule, chain(running)):
        return write(running, Outcome.HELD, reason=reason)
    if reason := reason_to_pass(running, known or Facts()):
        return write(running, Outcome.PASSED, reason=reason)
    with caused_by(rule.pk, rule.name, chain(running)):
        told = [attempt(running, one) for one in rule.acts]
    refusals = [one["refusal"] for one in told if one.get("refusal")]
    return write(running, Outcome.REFUSED if refusals else Outcome.DONE, reason=" ".join(refusals), acts=told)


def find(about, pk):
    """The deal or lead as it is now, with what acts and guards ask of it; None if it was erased meanwhile."""
    return MODELS[about].objects.select_related("owner__team", *RELATED[about]).filter(pk=pk).first()


RELATED = {"deal": ("stage", "pipeline", "company"), "lead": ("label",)}


def chain(running):
    return chain_of(running.event) if running.event else []


def reason_to_pass(running, known):
    """Why the rule does not apply: what happened is no longer so, or a condition does not hold."""
    rule, record = running.rule, running.record
    if running.event and (reason := reason_gone(running)):
        return reason
    if meets(rule, [record.pk], known):
        return ""
    wrong = next(one for one in rule.conditions if not meeting(rule.about, [record.pk], [one], known[rule.about]))
    return _("It does not hold: %(condition)s.") % {"condition": in_words(wrong, known[rule.about])}


def reason_gone(running):
    """Why what happened counts no more: it was undone, or is no longer so."""
    if Event.objects.filter(pk=running.event.pk, undone_by__isnull=False).exists():
        return _("It was undone.")
    return str(trigger_of(running.rule).still(running.record, running.event))


def meets(rule, pks, known):
    """The ids of those that meet all conditions of a rule, as they stand now."""
    return set(pks) if not rule.conditions else meeting(rule.about, pks, rule.conditions, known[rule.about])


def meeting(about, pks, conditions, known):
    found = MODELS[about].objects.filter(as_q(conditions, known), pk__in=pks)
    return set(found.order_by().values_list("pk", flat=True))


def attempt(running, one):
    """Do one act, or tell why not; what it had begun is taken back then."""
    act = registry.get(one["act"])
    told = {"act": one["act"], "given": one.get("given", {})}
    if act is None:
        return told | {"refusal": _("This can no longer be done.")}
    try:
        with transaction.atomic():
            return told | (act.do(running, one.get("given", {})) or {})
    except REFUSALS as refusal:
        return told | {"refusal": sentence_of(refusal)}


def sentence_of(refusal):
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def write(running, outcome, *, reason="", acts=()):
    record = running.record
    return RuleRun.objects.create(
        rule=running.rule,
        cause=running.cause,
        event=running.event,
        outcome=outcome,
        reason=reason,
        acts=list(acts),
        chain=chain(running),
        **{running.rule.about: record},
    )


def hold(pairs, deals=()):
    """Take what these (rule, record id) will need, and these deals, in the order of the house."""
    stages = {one["given"].get("to_stage") for rule, _pk in pairs for one in rule.acts if one["act"] == "move"}
    if stages:
        wanted = Stage.objects.select_for_update(no_key=True).filter(pk__in=stages - {None})
        list(wanted.order_by("pk").values_list("pk"))
    only_plans = all(is_at_once(rule) for rule, _pk in pairs)
    for about, model in MODELS.items():
        ids = {pk for rule, pk in pairs if rule.about == about} | set(deals if about == "deal" else ())
        if ids:
            locked = model.objects.select_for_update(no_key=only_plans).filter(pk__in=ids)
            list(locked.order_by("pk").values_list("pk"))


def running_rules(keys):
    """The rules that run now and are set off by one of these triggers, in their order."""
    return list(Rule.objects.running().filter(trigger__in=keys)) if keys else []
