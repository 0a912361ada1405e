"""What the pages of the rules show."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.db.models.functions import Now
from django.urls import reverse

from followups.models import Rule, RuleRun, RuleSwitch
from followups.rules.choices import Choices
from followups.rules.engine import Facts
from followups.rules.guards import WORKED
from followups.rules.suggestions import suggestions
from followups.rules.words import act_words, sentence_of
from pipeline.models import Deal

PER_PAGE = 50
MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Line:
    """A rule in the list, in words; how often it ran in the last 30 days, and how often something was refused."""

    rule: Rule
    words: str
    runs: int
    refused: int


def page_of_rules(**more):
    """The rules in their order, those out of use, what to begin with; `more` is a form that has something to say."""
    choices, known = Choices(), Facts()
    lately = Q(runs__ran_at__gt=Now() - MONTH)
    rules = Rule.objects.select_related("stage").annotate(
        runs_now=Count("runs", filter=lately & Q(runs__outcome__in=WORKED)),
        refused_now=Count("runs", filter=lately & Q(runs__outcome=RuleRun.Outcome.REFUSED)),
    )
    standing = list(rules.standing())
    offered = [
        (one, sentence_of(as_rule(one, facts), choices, known[one.about])) for one, facts in suggestions(standing)
    ]
    tried = more.get("tried")
    return {
        "lines": [line(rule, choices, known) for rule in standing],
        "retired": rules.exclude(retired_at=None).order_by("name"),
        "suggestions": offered,
        "all_off": RuleSwitch.objects.filter(is_on=False).exists(),
        "sentence": tried and sentence_of(tried, choices, known[tried.about]),
    } | more


def line(rule, choices, known):
    return Line(rule, sentence_of(rule, choices, known[rule.about]), rule.runs_now, rule.refused_now)


def as_rule(suggestion, facts):
    return Rule(about=suggestion.about, name=str(suggestion.name), **facts)


def page_of_runs(query, viewer):
    """The run log as far as the viewer sees deals and leads, by rule and outcome where the address names them."""
    found = RuleRun.objects.visible_to(viewer)
    rule, outcome = query.get("rule", ""), query.get("outcome", "")
    is_named = rule.isdecimal() and len(rule) < 19
    if is_named:
        found = found.filter(rule=rule)
    if outcome in RuleRun.Outcome.values:
        found = found.filter(outcome=outcome)
    page = Paginator(with_names(found), PER_PAGE).get_page(query.get("page"))
    return {
        "runs": told(page.object_list),
        "page": page,
        "rules": Rule.objects.order_by("name").values_list("pk", "name"),
        "rule_chosen": int(rule) if is_named else None,
        "outcomes": RuleRun.Outcome.choices,
        "outcome_chosen": outcome,
    }


def runs_about(record, viewer):
    """What rules did for one deal or lead, the latest first."""
    kind = "deal" if isinstance(record, Deal) else "lead"
    found = with_names(RuleRun.objects.filter(**{kind: record}))[:PER_PAGE]
    page = reverse("pipeline:deal" if kind == "deal" else "leads:lead", args=[record.pk])
    return {"record": record, "record_url": page, "runs": told(found)}


def with_names(runs):
    return runs.select_related("rule", "deal", "lead").order_by("-ran_at", "-pk")


def told(runs):
    """[(run, the acts in words with their refusals)]."""
    choices = Choices()
    return [(run, [(act_words(one, choices), one.get("refusal", "")) for one in run.acts]) for run in runs]
