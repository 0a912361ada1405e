"""The score of leads, worked out anew by set: reasons, their sum, and the labels and promotions that follow.

What the rules say is read under a shared lock that a change of the rules waits for; so a lead scored after a change was
scored by it, and `scored_at` tells which leads still have to be.
"""

from django.db import connection, transaction

from leads.models import IN_WORK, Lead, ScoreReason, ScoringRule
from leads.scoring.earning import POINTS_NOW, earned
from leads.scoring.following import write_scores

SCORED = (*IN_WORK, Lead.Status.RECYCLED)
BUNCH = 2000
LOCK = "SELECT pg_advisory_xact_lock{shared}(hashtext('leads.scoring'))"
# These leads, with those merged into them, stand in for the table of all: so no rule has to look for them. Only what
# differs is written: who has all reasons already is not touched.
REASONS = """
WITH leads_lead AS MATERIALIZED (SELECT * FROM leads_lead WHERE id = ANY (%s) OR merged_into_id = ANY (%s)),
earned (lead_id, rule_id, points, times, earned_at, half_life) AS MATERIALIZED ({earned}),
held AS MATERIALIZED (SELECT * FROM leads_scorereason WHERE lead_id = ANY (%s)),
gone AS (
    DELETE FROM leads_scorereason reason WHERE reason.id = ANY (ARRAY(
        SELECT held.id FROM held LEFT JOIN earned USING (lead_id, rule_id) WHERE earned.rule_id IS NULL)))
INSERT INTO leads_scorereason AS known (lead_id, rule_id, points, times, earned_at)
SELECT lead_id, rule_id, earned.points, earned.times, earned.earned_at
FROM earned LEFT JOIN held USING (lead_id, rule_id)
WHERE held.id IS NULL OR (held.points, held.times) <> (earned.points, earned.times)
    OR rule_id = ANY (%s) AND held.earned_at <> earned.earned_at
ON CONFLICT (lead_id, rule_id) DO UPDATE SET points = excluded.points, times = excluded.times, earned_at =
    CASE WHEN %s::bigint[] @> ARRAY[known.rule_id] THEN excluded.earned_at ELSE known.earned_at END
"""
SUM = """
SELECT lead.id, greatest(0, least(100, coalesce(sum({points}), 0)))::smallint
FROM leads_lead lead LEFT JOIN leads_scorereason reason ON reason.lead_id = lead.id
LEFT JOIN leads_scoringrule rule ON rule.id = reason.rule_id
WHERE lead.id = ANY (%s) GROUP BY lead.id
"""
KEPT = "SELECT id, score FROM leads_lead WHERE id = ANY (%s)"


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
        known = rules or ScoreReason.objects.filter(lead__in=held).exists()
        if known:
            refresh_reasons(rules, held)
        return write_scores(SUM.format(points=POINTS_NOW) if known else KEPT, [held], because)


def fade(ids):
    """Bring scores down to what their reasons are worth today; what the rules give is not asked again."""
    with transaction.atomic():
        lock_rules()
        held = hold(ids)
        return write_scores(SUM.format(points=POINTS_NOW), [held], "time", only_changed=True)


def hold(ids):
    """Those of the leads that are scored, nobody else writing them meanwhile."""
    leads = scored().filter(pk__in=ids).select_for_update(no_key=True).order_by("pk")
    return list(leads.values_list("pk", flat=True))


def scored():
    """The leads the rules speak of: in work, or resting until a day."""
    return Lead.objects.filter(status__in=SCORED, merged_into=None)


def refresh_reasons(rules, ids):
    gives, given = earned(rules, scored())
    deeds = [rule.pk for rule in rules if rule.kind == ScoringRule.Kind.ENGAGEMENT]
    with connection.cursor() as cursor:
        cursor.execute(REASONS.format(earned=gives), [ids, ids, *given, ids, deeds, deeds])
