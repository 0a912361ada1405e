"""What the rules give, as one SELECT over leads: the same for the score itself and for the preview of a rule.

Points fade by whole days of UTC, so that a score read in the evening is still the sum of its reasons.
"""

from django.core.exceptions import EmptyResultSet

from leads.conditions import as_q
from leads.facts import facts
from leads.models import ScoringRule
from leads.scoring.signals import of_contacts

FADED = """CASE WHEN {half_life} IS NULL THEN 1 ELSE
    power(0.5::float8, (({until} AT TIME ZONE 'UTC')::date - ({since} AT TIME ZONE 'UTC')::date) / {half_life}::float8)
END"""
POINTS_NOW = "round((reason.points * {faded})::numeric)".format(
    faded=FADED.format(half_life="rule.half_life", since="reason.earned_at", until="now()")
)
# The deeds of all these leads are fetched once for all rules, the latest first; those of leads merged into one count,
# and some of what their contacts did.
GIVEN = """
WITH asked (id, contact_id) AS MATERIALIZED ({leads}),
names (lead_id, name) AS (
    SELECT id, 'lead:' || id FROM asked UNION ALL
    SELECT asked.id, 'lead:' || twin.id FROM asked JOIN leads_lead twin ON twin.merged_into_id = asked.id),
done (lead_id, verb, at) AS (
    SELECT names.lead_id, event.verb, event.happened_at
    FROM names JOIN timeline_event event ON event.subject = names.name
    WHERE event.verb = ANY (%s) AND {stands} UNION ALL
    SELECT asked.id, event.verb, event.happened_at
    FROM asked JOIN timeline_told told ON told.record = 'contact:' || asked.contact_id AND told.verb = ANY (%s)
    JOIN timeline_event event ON event.id = told.event_id WHERE {stands}),
deeds AS MATERIALIZED (
    SELECT lead_id, verb, at, row_number() OVER (PARTITION BY lead_id, verb ORDER BY at DESC) AS place FROM done)
{rules}
"""
STANDS = "event.undone_by_id IS NULL AND event.undoes_id IS NULL"
FIT = "SELECT met.id, %s::bigint, %s::numeric, 1, now(), NULL::int FROM ({met}) AS met (id)"
# The latest deeds count, each faded until the latest of them; what they are worth from then on fades as one.
DEEDS = """
SELECT deed.lead_id, %s::bigint, least(9999, greatest(-9999, sum(%s * {faded})))::numeric(6, 2), count(*),
    max(deed.at), %s::int
FROM (SELECT lead_id, at, max(at) OVER (PARTITION BY lead_id) AS last FROM deeds WHERE verb = %s AND place <= %s) deed
{only} GROUP BY deed.lead_id
"""
ONLY = "WHERE deed.lead_id IN ({met})"


def earned(rules, leads):
    """(SQL, parameters) of the rows (lead, rule, points, times, earned_at, half_life) that rules give to leads.

    `leads` is a queryset; a rule may be unsaved, its id is then 0.
    """
    known = facts()
    parts = [part for rule in rules if (part := earned_by(rule, leads, known))]
    if not parts:
        return "SELECT 0::bigint, 0::bigint, 0::numeric, 0, now(), NULL::int WHERE false", []
    asked, whose = leads.order_by().values_list("pk", "contact").query.sql_with_params()
    union = " UNION ALL ".join(f"({sql})" for sql, _given in parts)
    rest = (one for _sql, given in parts for one in given)
    return GIVEN.format(leads=asked, stands=STANDS, rules=union), [*whose, *verbs_of(rules), *rest]


def verbs_of(rules):
    """What the rules listen to: the verbs about leads themselves, and those about their contacts."""
    verbs = {rule.signal for rule in rules if rule.signal}
    return sorted(verbs - of_contacts), sorted(verbs & of_contacts)


def ids_of(leads):
    return leads.order_by().values_list("pk").query.sql_with_params()


def earned_by(rule, leads, known):
    """The same of one rule, None where no lead can meet its conditions."""
    try:
        met, given = ids_of(leads.filter(as_q(rule.conditions, known)))
    except EmptyResultSet:
        return None
    if rule.kind == ScoringRule.Kind.FIT:
        return FIT.format(met=met), [rule.pk or 0, rule.points, *given]
    half_life = "NULL" if rule.half_life is None else str(int(rule.half_life))
    faded = FADED.format(half_life=half_life, since="deed.at", until="deed.last")
    whose = [rule.pk or 0, rule.points, rule.half_life, rule.signal, rule.most_times]
    only, given = (ONLY.format(met=met), given) if rule.conditions else ("", ())
    return DEEDS.format(faded=faded, only=only), [*whose, *given]
