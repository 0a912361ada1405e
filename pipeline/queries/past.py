"""The deals as they were at a moment: where their stays put them, and what the log says of their facts.

A fact is what it is now, undone by what was changed since: the old value of its first standing change after the moment.
Undone moves and edits never were. What is seen is what the viewer may see today.
"""

from accounts.models import User
from pipeline.models import Deal
from pipeline.rates import workspace_currency
from timeline.sentences import registry

FACTS = ["title", "amount", "currency", "base_amount", "probability", "owner", "label", "company", "source"]
FACTS += ["expected_close", "parked_until", "status"]
NO_FACTS = {
    "deal.created",
    "deal.moved",
    "deal.ranked",
    "deal.reshaped",
    "deal.noted",
    "deal.call",
    "deal.meeting",
    "deal.qualified",
}

# @ stands for the name of the moment: one statement may hold two of them.
STATE = """
@stood AS MATERIALIZED (
    SELECT DISTINCT ON (deal_id) deal_id, stage_id, entered_at, left_at < %(@at)s AS is_lost
    FROM pipeline_stagevisit
    WHERE NOT undone AND entered_at < %(@at)s AND (left_at IS NULL OR left_at >= %(@at)s OR exit = 'lost')
    ORDER BY deal_id, entered_at DESC, id DESC
), @was AS MATERIALIZED (
    SELECT split_part(subject, ':', 2)::bigint AS deal_id, jsonb_object_agg(name, old) AS said
    FROM (
        SELECT DISTINCT ON (event.subject, fact.key) event.subject, fact.key AS name,
               jsonb_build_array(fact.value -> 0, event.id) AS old
        FROM timeline_event event
        CROSS JOIN jsonb_each(event.changes || CASE WHEN event.details ? 'base'
                              THEN jsonb_build_object('base_amount', event.details -> 'base') ELSE '{}' END) fact
        WHERE event.verb = ANY(%(verbs)s) AND event.happened_at >= %(@at)s AND event.subject LIKE 'deal:%%'
          AND event.undone_by_id IS NULL AND event.undoes_id IS NULL AND fact.key = ANY(%(facts)s)
          AND event.subject IN (SELECT 'deal:' || deal_id FROM @stood)
        ORDER BY event.subject, fact.key, event.id
    ) AS first GROUP BY subject
), @rate AS MATERIALIZED (
    SELECT DISTINCT ON (currency) details ->> 'currency' AS currency, id, (details ->> 'was')::numeric AS was
    FROM timeline_event, LATERAL (SELECT details ->> 'currency' AS currency) AS of
    WHERE verb IN ('rate.set', 'rate.began') AND happened_at >= %(@at)s
    ORDER BY currency, id
), @shape AS MATERIALIZED (
    SELECT * FROM unnest(%(@stages)s::bigint[], %(@kinds)s::text[], %(@odds)s::numeric[], %(@places)s::int[])
             AS shape (id, kind, odds, place)
), @fact AS (
    SELECT deal.id, stood.stage_id, stood.entered_at, shape.place, shape.kind, shape.odds AS stage_odds,
           CASE WHEN stood.is_lost THEN 'lost' WHEN shape.kind IN ('won', 'retained') THEN 'won' ELSE 'open'
           END AS status,
           deal.amount AS amount_now, deal.base_amount AS base_now, deal.currency AS currency_now, said, rate.was,
           coalesce(rate.id < least((said -> 'base_amount' ->> 1)::bigint, (said -> 'status' ->> 1)::bigint,
                                    'infinity'::float8), false) AS is_revalued,
           CASE WHEN said ? 'title' THEN said -> 'title' ->> 0 ELSE deal.title END AS title,
           CASE WHEN said ? 'amount' THEN (said -> 'amount' ->> 0)::numeric ELSE deal.amount END AS amount,
           CASE WHEN said ? 'currency' THEN said -> 'currency' ->> 0 ELSE deal.currency END AS currency,
           CASE WHEN said ? 'probability' THEN (said -> 'probability' ->> 0)::numeric ELSE deal.probability
           END AS probability,
           CASE WHEN said ? 'owner' THEN (said -> 'owner' ->> 0)::bigint ELSE deal.owner_id END AS owner_id,
           CASE WHEN said ? 'label' THEN (said -> 'label' ->> 0)::bigint ELSE deal.label_id END AS label_id,
           CASE WHEN said ? 'company' THEN (said -> 'company' ->> 0)::bigint ELSE deal.company_id END AS company_id,
           CASE WHEN said ? 'source' THEN said -> 'source' ->> 0 ELSE deal.source END AS source,
           CASE WHEN said ? 'expected_close' THEN (said -> 'expected_close' ->> 0)::date ELSE deal.expected_close
           END AS expected_close,
           CASE WHEN said ? 'parked_until' THEN (said -> 'parked_until' ->> 0)::date ELSE deal.parked_until
           END AS parked_until
    FROM @stood stood
    JOIN pipeline_deal deal ON deal.id = stood.deal_id
    LEFT JOIN @shape shape ON shape.id = stood.stage_id
    LEFT JOIN @was was ON was.deal_id = deal.id
    LEFT JOIN @rate rate ON rate.currency
        = CASE WHEN said ? 'currency' THEN said -> 'currency' ->> 0 ELSE deal.currency END
    WHERE deal.id IN (VISIBLE)
), @worth AS (
    SELECT *, coalesce(probability, stage_odds) AS odds,
           CASE WHEN is_revalued AND kind = 'open' AND NOT status = 'lost' AND was IS NOT NULL
                THEN round(amount * was, 2)
                WHEN said ? 'base_amount' THEN (said -> 'base_amount' ->> 0)::numeric
                WHEN amount = amount_now AND currency = currency_now THEN base_now
                WHEN currency = %(base)s THEN amount
                ELSE coalesce(round(amount * (SELECT known.rate FROM pipeline_exchangerate known
                                              WHERE known.currency = fact.currency AND known.since <= %(@day)s
                                              ORDER BY known.since DESC LIMIT 1), 2), base_now)
           END AS base
    FROM @fact fact
), @state AS MATERIALIZED (
    SELECT id, stage_id, entered_at, place, status, title, amount, currency, base, odds, owner_id, label_id, company_id,
           expected_close, parked_until,
           place IS NOT NULL AND (%(owners)s::bigint[] IS NULL OR owner_id = ANY(%(owners)s))
           AND (%(labels)s::bigint[] IS NULL OR label_id = ANY(%(labels)s))
           AND (%(stands)s::text[] IS NULL OR status = ANY(%(stands)s))
           AND (%(columns)s::bigint[] IS NULL OR stage_id = ANY(%(columns)s))
           AND (%(source)s::text IS NULL OR lower(source) = lower(%(source)s))
           AND (%(value_min)s::numeric IS NULL OR base >= %(value_min)s)
           AND (%(value_max)s::numeric IS NULL OR base <= %(value_max)s)
           AND (%(close_after)s::date IS NULL OR expected_close >= %(close_after)s)
           AND (%(close_before)s::date IS NULL OR expected_close <= %(close_before)s)
           AND (%(q)s::text IS NULL OR strpos(lower(title), lower(%(q)s)) > 0 OR company_id IN
                (SELECT id FROM leads_company WHERE strpos(lower(name), lower(%(q)s)) > 0)) AS passes
    FROM @worth
)
"""
KNOWN_FILTERS = {"q", "owner", "team", "label", "status", "stage", "source"}
KNOWN_FILTERS |= {"value_min", "value_max", "close_after", "close_before"}


def state(moment):
    """The SQL of the deals at a moment of this name, as the last of a list of CTEs: `<moment>state`."""
    return STATE.replace("@", moment)


def with_visible(statement, viewer):
    """The statement with the one rule of who sees what set in, and the parameters that rule needs."""
    seen, given = Deal.objects.visible_to(viewer).order_by().values("pk").query.sql_with_params()
    named = {f"seen_{place}": value for place, value in enumerate(given)}
    return statement.replace("VISIBLE", seen % tuple(f"%({name})s" for name in named)), named


def moment_parameters(moment, at, day, stages):
    """What `state(moment)` must be told: the moment, its day, and the stages as they were (StageThen)."""
    return {
        f"{moment}at": at,
        f"{moment}day": day,
        f"{moment}stages": [stage.pk for stage in stages],
        f"{moment}kinds": [str(stage.kind) for stage in stages],
        f"{moment}odds": [stage.probability for stage in stages],
        f"{moment}places": [place for place, _stage in enumerate(stages)],
    }


def filter_parameters(asked):
    """The filters of the board a past day can answer, from the cleaned values of its form."""
    wanted = {name: asked.get(name) or None for name in KNOWN_FILTERS}
    return {
        "owners": people(wanted["owner"], wanted["team"]),
        "labels": ids(wanted["label"]),
        "columns": ids(wanted["stage"]),
        "stands": wanted["status"] and [str(status) for status in wanted["status"]],
        "base": workspace_currency(),
        "facts": FACTS,
        "verbs": [verb for verb in registry if verb.startswith("deal.") and verb not in NO_FACTS],
        **{name: wanted[name] for name in ("q", "source", "close_after", "close_before")},
        **{name: asked.get(name) for name in ("value_min", "value_max")},
    }


def people(owners, teams):
    """The ids of the owners asked for, by name or by team with its branches; None for everybody."""
    named = ids(owners)
    if not teams:
        return named
    of_teams = set().union(*(User.objects.branch(team.path).values_list("pk", flat=True) for team in teams))
    return sorted(of_teams if named is None else of_teams & set(named))


def ids(records):
    return [record.pk for record in records] if records else None
