"""Writing the rules of the score; each change makes every lead be scored anew, in the background."""

from django.db import connection, transaction
from django.db.models.functions import Now

from accounts.models import Workspace
from leads.models import LeadPolicy, ScoreThreshold, ScoringRule
from leads.scoring.engine import lock_rules
from timeline import wire
from timeline.log import record

FACTS = ("name", "kind", "points", "conditions", "signal", "most_times", "half_life")
SCORE_LEADS = "leads.tasks.score_leads"


@transaction.atomic
def add_rule(*, by, **facts):
    """Give points for what leads are or do."""
    lock_rules(shared=False)
    rule = ScoringRule.objects.create(**facts)
    tell("scoring.added", rule, by=by)
    return rule


@transaction.atomic
def edit_rule(rule, *, by, **facts):
    """Change what a rule asks or gives."""
    lock_rules(shared=False)
    rule = ScoringRule.objects.select_for_update().get(pk=rule.pk)
    changes = {name: [getattr(rule, name), facts[name]] for name in FACTS if getattr(rule, name) != facts[name]}
    if changes:
        ScoringRule.objects.filter(pk=rule.pk).update(**{name: new for name, (_old, new) in changes.items()})
        rule.name = facts["name"]
        tell("scoring.edited", rule, by=by, changes=changes)
    return rule


@transaction.atomic
def retire_rule(rule, *, by):
    """Take a rule out of use: the points it gave go."""
    lock_rules(shared=False)
    if ScoringRule.objects.filter(pk=rule.pk, retired_at=None).update(retired_at=Now()):
        tell("scoring.retired", rule, by=by)


@transaction.atomic
def return_rule(rule, *, by):
    """Use a retired rule again."""
    lock_rules(shared=False)
    if ScoringRule.objects.filter(pk=rule.pk, retired_at__isnull=False).update(retired_at=None):
        tell("scoring.returned", rule, by=by)


@transaction.atomic
def set_thresholds(thresholds, *, by):
    """Let these stand instead of those known: a list of {"at_least", "label", "promotes"}."""
    lock_rules(shared=False)
    before = [plain(one) for one in ScoreThreshold.objects.select_related("label")]
    ScoreThreshold.objects.all().delete()
    ScoreThreshold.objects.bulk_create(ScoreThreshold(**one) for one in thresholds)
    after = [plain(one) for one in ScoreThreshold.objects.select_related("label")]
    if before != after:
        tell("scoring.thresholds", Workspace.objects.get(), by=by, changes={"thresholds": [before, after]})


def plain(threshold):
    label = threshold.label.name if threshold.label else ""
    return {"at_least": threshold.at_least, "label": label, "promotes": threshold.promotes}


@transaction.atomic
def set_policy(*, by, **facts):
    """Write down after how many touches and days to let a lead go, and after which silence to turn to it again."""
    workspace = Workspace.objects.select_for_update().get()
    before, _made = LeadPolicy.objects.get_or_create(workspace=workspace)
    changes = {name: [getattr(before, name), new] for name, new in facts.items() if getattr(before, name) != new}
    if changes:
        LeadPolicy.objects.filter(pk=before.pk).update(**facts)
        record("policy.edited", workspace, by=by, changes=changes)


def tell(verb, thing, *, by, changes=None):
    """Record a change of the rules with the moment from which it holds, and have the leads scored by it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment = cursor.fetchone()[0]
    details = {"name": getattr(thing, "name", ""), "at": moment.isoformat()}
    record(verb, thing, by=by, changes=changes, details=details)
    wire.poke_on_commit(SCORE_LEADS)
