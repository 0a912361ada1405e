"""What the page of the score shows."""

from dataclasses import dataclass

from django.db.models import Count

from leads.facts import facts
from leads.models import ScoreThreshold, ScoringRule
from leads.queries_quiet import policy
from leads.scoring.catching_up import behind
from leads.scoring.condition_forms import in_words
from leads.scoring.forms import PolicyForm, Thresholds
from leads.scoring.reasons import signed
from leads.scoring.signals import words_of

Kind = ScoringRule.Kind


@dataclass(frozen=True)
class Line:
    """A rule in the list: its points, when it holds in words, and how many leads have it."""

    rule: ScoringRule
    points: str
    words: str
    when: str


def page_of_scoring(**more):
    """The rules by kind, thresholds and agreements; `more` are forms that have something to say."""
    known = facts()
    rules = ScoringRule.objects.annotate(leads_now=Count("reasons")).order_by("-points", "name", "pk")
    lines = [line(rule, known) for rule in rules.filter(retired_at=None)]
    return {
        "groups": [(kind.value, kind.label, [one for one in lines if one.rule.kind == kind]) for kind in Kind],
        "retired": rules.exclude(retired_at=None),
        "thresholds": Thresholds(initial=thresholds_now(), prefix="mark"),
        "policy_form": PolicyForm(instance=policy()),
        "behind": behind().count(),
    } | more


def line(rule, known):
    said = "; ".join(in_words(one, known) for one in rule.conditions)
    return Line(rule, signed(rule.points), said, words_of(rule.signal))


def thresholds_now():
    return list(ScoreThreshold.objects.values("at_least", "label", "promotes"))
