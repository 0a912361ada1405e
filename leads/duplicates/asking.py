"""The one question that finds who might be the same, for one record or for thousands (docs/decisions/0012).

Six arms: equal e-mail, phone, name; same domain or company with a similar name; a name similar by trigrams. A house in
which so many work that its name says nothing (“unknown”, “self-employed”) is left to the other arms.
"""

from django.db import connection

from leads.duplicates.houses import OPEN_HOUSES
from leads.duplicates.marks import Marks, parted

SIMILAR = 0.6  # from this share of common trigrams on a name is similar
# For the question alone: it walks by its indexes, by a plan of its own. Set back for whatever follows in a transaction.
TUNED = f"SELECT set_config('pg_trgm.similarity_threshold', '{SIMILAR}', true), set_config('jit', 'off', true), "
TUNED += "set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true); "
UNTUNED = "; SELECT set_config('enable_seqscan', 'on', true), set_config('plan_cache_mode', 'auto', true)"
ASKED = "unnest(%(keys)s::text[], %(n)s::text[], %(c)s::text[], %(e)s::text[], %(p)s::text[], %(d)s::text[])"
KEPT = """(
    SELECT record || ':' || record_id, name_key, company_key, email_key, phone_key, domain_key FROM leads_fingerprint
    JOIN unnest(%(records)s::text[], %(ids)s::bigint[]) AS wanted(kind, id) ON record = kind AND record_id = id)"""
CROWD = """(SELECT count(*) FROM (
        SELECT FROM leads_fingerprint f WHERE f.{key} = asked.{asked} AND f.{key} <> '' LIMIT 201) AS few) <= 200"""
# The kind is no way to find anybody: “|| ''” keeps the planner from walking through all leads by the primary key.
ARM = """(
    SELECT record, record_id, name_key, company_key, email_key, phone_key, domain_key
    FROM leads_fingerprint f WHERE record || '' = ANY(%(kinds)s) AND {condition} LIMIT {limit})"""
ARMS = [
    ("f.email_key = asked.e AND f.email_key <> ''", 20),
    ("f.phone_key = asked.p AND f.phone_key <> ''", 20),
    ("f.domain_key = asked.d AND f.domain_key <> '' AND asked.by_domain AND ({similar} OR f.record = 'company')", 20),
    ("f.company_key = asked.c AND f.company_key <> '' AND asked.by_company AND {similar}", 20),
    ("f.name_key = asked.n AND f.name_key <> ''", 50),
    ("f.name_key %% asked.n", 50),
]
# Of thousands at once nobody is a pair by the name alone: it must come with something like the same company.
NEAR = " AND (similarity(f.company_key, asked.c) >= 0.3 OR similarity(f.email_key, asked.e) >= 0.5)"
QUESTION = """
WITH asked AS MATERIALIZED (
    SELECT *, d <> ALL(%(open)s) AND {few_at_domain} AS by_domain, {few_at_company} AS by_company
    FROM {asked} AS asked(key, n, c, e, p, d))
SELECT DISTINCT key, n, c, e, p, d, found.* FROM asked, LATERAL ({arms}) AS found
WHERE asked.key <> found.record || ':' || found.record_id
"""


def question(asked, arms, *, similar):
    """The question's SQL; a name counts as `similar` in the same house from this share of common trigrams on."""
    similarity = f"similarity(f.name_key, asked.n) >= {similar}"
    written = [ARM.format(condition=condition.format(similar=similarity), limit=limit) for condition, limit in arms]
    few = {"few_at_domain": CROWD.format(key="domain_key", asked="d")}
    few |= {"few_at_company": CROWD.format(key="company_key", asked="c")}
    return QUESTION.format(asked=asked, arms=" UNION ALL ".join(written), **few)


AT_ONCE = question(ASKED, ARMS[:-1], similar=0.3)
BY_NAME = question(ASKED, ARMS[-1:], similar=0.3)
FOR_MANY = question(KEPT, [*ARMS[:4], *((f"{condition}{NEAR}", limit) for condition, limit in ARMS[4:])], similar=0.35)


def find_like(marks, kinds, key="", *, by_name=False):
    """[(record, id, Marks)] of those that may be like these marks; `key` is the record they are of, if any.

    With `by_name` only those with a similar name, which takes the longest.
    """
    values = {"keys": [key], "n": [marks.name], "c": [marks.company], "e": [marks.email], "p": [marks.phone]}
    found = ask(
        BY_NAME if by_name else AT_ONCE, values | {"d": [marks.domain], "kinds": list(kinds), "open": list(OPEN_HOUSES)}
    )
    return [(record, pk, other) for _key, _marks, record, pk, other in found]


def find_like_many(keys, kinds):
    """[(key, its Marks, record, id, other Marks)] of all records that may be like those of `keys`."""
    records, ids = zip(*map(parted, keys), strict=True)
    values = {"records": list(records), "ids": list(ids), "kinds": list(kinds), "open": list(OPEN_HOUSES)}
    return ask(FOR_MANY, values)


def ask(sql, values):
    """Ask on one way there and back: three statements in one word are one transaction, and one wait."""
    with connection.cursor() as cursor:
        cursor.execute(f"{TUNED}{sql}{UNTUNED}", values)
        cursor.nextset()
        return [(row[0], Marks(*row[1:6]), row[6], row[7], Marks(*row[8:13])) for row in cursor.fetchall()]
