"""What the rules give, as one SELECT over leads: the same for the score itself and for the preview of a rule.

Points fade by whole days of UTC, so that a score read in the evening is still the sum of its reasons.
"""

from django.core.exceptions import EmptyResultSet

from leads.conditions import as_q
from leads.facts import facts
from leads.models import ScoringRule

FADED = """CASE WHEN {half_life} IS NULL THEN 1 ELSE
    power(0.5::float8, (({until} AT TIME ZONE 'UTC')::date - ({since} AT TIME ZONE 'UTC')::date) / {half_life}::float8)
END"""
POINTS_NOW = "round((reason.points * {faded})::numeric)".format(
    faded=FADED.format(half_life="rule.half_life", since="reason.earned_at", until="now()")
)
FIT = "SELECT met.id, %s::bigint, %s::numeric, 1, now(), NULL::int FROM ({met}) AS met (id)"
# The latest deeds count, each faded until the latest of them; what they are worth from then on fades as one. OFFSET 0
# keeps the database from reading all deeds of a verb in their order, for each lead, to find the latest of this lead.
DEEDS = """
SELECT met.id, %s::bigint, least(9999, greatest(-9999, sum(%s * {faded})))::numeric(6, 2), count(*), max(deed.at),
    %s::int
FROM ({met}) AS met (id), LATERAL (
    SELECT latest.happened_at AS at, max(latest.happened_at) OVER () AS last FROM (
        SELECT happened_at FROM (
            SELECT happened_at FROM timeline_event
            WHERE verb = %s AND undone_by_id IS NULL AND undoes_id IS NULL AND subject = ANY (ARRAY(
                SELECT 'lead:' || known.id FROM leads_lead known
                WHERE known.id = met.id OR known.merged_into_id = met.id))
            OFFSET 0) AS theirs
        ORDER BY happened_at DESC LIMIT %s) AS latest) AS deed
GROUP BY met.id
"""


def earned(rules, leads):
    """(SQL, parameters) of the rows (lead, rule, points, times, earned_at, half_life) that rules give to leads.

    `leads` is a queryset; a rule may be unsaved, its id is then 0.
    """
    known = facts()
    parts = [part for rule in rules if (part := earned_by(rule, leads, known))]
    if not parts:
        return "SELECT 0::bigint, 0::bigint, 0::numeric, 0, now(), NULL::int WHERE false", []
    return " UNION ALL ".join(f"({sql})" for sql, _given in parts), [one for _sql, given in parts for one in given]


def earned_by(rule, leads, known):
    """The same of one rule, None where no lead can meet its conditions."""
    try:
        met, given = leads.filter(as_q(rule.conditions, known)).order_by().values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    if rule.kind == ScoringRule.Kind.FIT:
        return FIT.format(met=met), [rule.pk or 0, rule.points, *given]
    half_life = "NULL" if rule.half_life is None else str(int(rule.half_life))
    faded = FADED.format(half_life=half_life, since="deed.at", until="deed.last")
    whose = [rule.pk or 0, rule.points, rule.half_life]
    return DEEDS.format(met=met, faded=faded), [*whose, *given, rule.signal, rule.most_times]
