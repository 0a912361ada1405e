"""The score of leads, worked out anew by set: reasons, their sum, and the labels and promotions that follow.

What the rules say is read under a shared lock that a change of the rules waits for; so a lead scored after a change was
scored by it, and `scored_at` tells which leads still have to be.
"""

from django.db import connection, transaction
from django.db.models import Func

from leads.models import IN_WORK, Lead, ScoreReason, ScoringRule
from leads.scoring.earning import POINTS_NOW, earned
from leads.scoring.following import follow_thresholds

SCORED = (*IN_WORK, Lead.Status.RECYCLED)
BUNCH = 2000
LOCK = "SELECT pg_advisory_xact_lock{shared}(hashtext('leads.scoring'))"
REASONS = """
WITH earned (lead_id, rule_id, points, times, earned_at, half_life) AS MATERIALIZED ({earned}),
gone AS (
    DELETE FROM leads_scorereason reason WHERE reason.lead_id = ANY (%s)
    AND NOT EXISTS (SELECT FROM earned WHERE earned.lead_id = reason.lead_id AND earned.rule_id = reason.rule_id))
INSERT INTO leads_scorereason AS known (lead_id, rule_id, points, times, earned_at)
SELECT lead_id, rule_id, points, times, earned_at FROM earned
ON CONFLICT (lead_id, rule_id) DO UPDATE SET points = excluded.points, times = excluded.times, earned_at =
    CASE WHEN %s::bigint[] @> ARRAY[known.rule_id] THEN excluded.earned_at ELSE known.earned_at END
"""
SUM = """
SELECT lead.id, lead.score AS old, greatest(0, least(100, coalesce(sum({points}), 0)))::smallint AS score
FROM leads_lead lead LEFT JOIN leads_scorereason reason ON reason.lead_id = lead.id
LEFT JOIN leads_scoringrule rule ON rule.id = reason.rule_id
WHERE lead.id = ANY (%s) GROUP BY lead.id
"""
SCORES = """
UPDATE leads_lead lead SET score = found.score, scored_at = {moment} FROM ({sum}) AS found
WHERE lead.id = found.id {which} RETURNING lead.id, found.old, lead.score
"""


def lock_rules(*, shared=True):
    """Hold the rules as they are until the transaction ends; not `shared`, to change them."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK.format(shared="_shared" if shared else ""))


def rescore(ids, *, because=""):
    """Work out what the rules give these leads, their scores, labels and promotions; returns how many were scored.

    Scores that no rule ever made stay as they are. `because` names what made many change at once; nobody is told of
    each.
    """
    with transaction.atomic():
        lock_rules()
        rules, held = list(ScoringRule.objects.standing()), hold(ids)
        if rules or ScoreReason.objects.filter(lead__in=held).exists():
            refresh_reasons(rules, held)
            changed = write_scores(held)
        else:
            changed = leave_scores(held)
        follow_thresholds(held, changed, because)
        return len(held)


def fade(ids):
    """Bring scores down to what their reasons are worth today; what the rules give is not asked again."""
    with transaction.atomic():
        lock_rules()
        held = hold(ids)
        changed = write_scores(held, only_changed=True)
        follow_thresholds([pk for pk, _old, _new in changed], changed, "time")
        return len(changed)


def hold(ids):
    """Those of the leads that are scored, nobody else writing them meanwhile."""
    leads = scored().filter(pk__in=ids).select_for_update(no_key=True).order_by("pk")
    return list(leads.values_list("pk", flat=True))


def scored():
    """The leads the rules speak of: in work, or resting until a day."""
    return Lead.objects.filter(status__in=SCORED, merged_into=None)


def refresh_reasons(rules, ids):
    gives, given = earned(rules, Lead.objects.filter(pk__in=ids))
    deeds = [rule.pk for rule in rules if rule.kind == ScoringRule.Kind.ENGAGEMENT]
    with connection.cursor() as cursor:
        cursor.execute(REASONS.format(earned=gives), [*given, ids, deeds])


def leave_scores(ids):
    Lead.objects.filter(pk__in=ids).update(scored_at=Func(function="clock_timestamp"))
    return []


def write_scores(ids, *, only_changed=False):
    """Returns (lead, old score, new score) of each row written."""
    moment, which = ("lead.scored_at", "AND found.old <> found.score") if only_changed else ("clock_timestamp()", "")
    with connection.cursor() as cursor:
        cursor.execute(SCORES.format(moment=moment, which=which, sum=SUM.format(points=POINTS_NOW)), [ids])
        return cursor.fetchall()
