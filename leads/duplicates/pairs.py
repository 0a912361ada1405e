"""Pairs that look alike, kept until somebody merges them or says that they are not the same."""

from itertools import batched

from django.db import connection, transaction

from leads.duplicates.asking import find_like_many
from leads.duplicates.finding import weigh
from leads.duplicates.marks import HOUSES, PEOPLE, marks_of, name_of
from leads.duplicates.weighing import PAIR
from leads.models import Lead, LikelyPair

BUNCH = 500
# Only what is open is weighed anew; what somebody decided stays decided.
KEEP = """
INSERT INTO leads_likelypair (one, other, likeness, reasons)
SELECT one, other, likeness, reasons FROM unnest(%s::text[], %s::text[], %s::int[], %s::jsonb[])
    AS found(one, other, likeness, reasons)
ON CONFLICT (one, other) DO UPDATE SET likeness = excluded.likeness, reasons = excluded.reasons
WHERE leads_likelypair.state = 'open'
    AND (leads_likelypair.likeness, leads_likelypair.reasons) IS DISTINCT FROM (excluded.likeness, excluded.reasons)
"""
FORGET = """
DELETE FROM leads_likelypair pair USING unnest(%(asked)s::text[]) AS asked(key)
WHERE state = 'open' AND asked.key IN (one, other)
    AND NOT EXISTS (SELECT FROM unnest(%(ones)s::text[], %(others)s::text[]) AS found(one, other)
        WHERE found.one = pair.one AND found.other = pair.other)
"""


def find_pairs(keys):
    """Keep the likely pairs of these records (“lead:7”, …), thousands at once; returns how many of them look alike.

    Open pairs of theirs that are alike no longer are forgotten. A lead is no pair with the contact it belongs to.
    """
    found = set()
    for bunch in batched(sorted(set(keys)), BUNCH):
        pairs = [*pairs_of(bunch, PEOPLE), *pairs_of(bunch, HOUSES)]
        keep_pairs(bunch, pairs)
        found.update(key for one, other, *_rest in pairs for key in (one, other) if key in bunch)
    return len(found)


def pairs_of(keys, kinds):
    """[(one, other, likeness, reasons)] of the pairs these records stand in, each once."""
    own = [key for key in keys if key.partition(":")[0] in kinds]
    likely = {}
    for key, marks, kind, pk, other in find_like_many(own, kinds) if own else ():
        points, reasons = weigh(kinds, marks, other)
        if points >= PAIR:
            likely[tuple(sorted((key, f"{kind}:{pk}")))] = points, reasons
    settled = settled_among(likely)
    return [(one, other, *found) for (one, other), found in likely.items() if (one, other) not in settled]


def settled_among(pairs):
    """Of these pairs those that are no question: a lead and its contact, and leads that are deals already."""
    ids = {int(key[5:]) for pair in pairs for key in pair if key.startswith("lead:")}
    facts = Lead.objects.filter(pk__in=ids).values_list("pk", "contact_id", "status")
    became = {f"lead:{pk}": f"contact:{contact}" for pk, contact, _status in facts if contact}
    gone = {f"lead:{pk}" for pk, contact, status in facts if status == Lead.Status.CONVERTED}
    return {pair for pair in pairs if gone & set(pair) or became.get(pair[1]) == pair[0]}


@transaction.atomic
def keep_pairs(asked, pairs):
    pairs = sorted(pairs)
    ones, others, points, reasons = zip(*pairs, strict=True) if pairs else ([], [], [], [])
    with connection.cursor() as cursor:
        cursor.execute(FORGET, {"asked": list(asked), "ones": list(ones), "others": list(others)})
        cursor.execute(KEEP, [list(ones), list(others), list(points), [as_json(names) for names in reasons]])


def as_json(reasons):
    return "[" + ", ".join(f'"{reason}"' for reason in reasons) + "]"


def open_pairs(keys=None):
    """Pairs nobody has decided about, the likeliest first; only those of some records if `keys` are given."""
    pairs = LikelyPair.objects.filter(state=LikelyPair.State.OPEN).order_by("-likeness", "pk")
    return pairs if keys is None else pairs.filter(one__in=keys) | pairs.filter(other__in=keys)


def pair_of(one, other):
    """The pair of two records somebody wants to compare, made if there is none."""
    first, second = sorted((name_of(one), name_of(other)))
    kinds = HOUSES if one._meta.model_name in HOUSES else PEOPLE
    likeness, reasons = weigh(kinds, marks_of(one), marks_of(other))
    made = {"likeness": likeness, "reasons": list(reasons)}
    pair, _is_new = LikelyPair.objects.get_or_create(one=first, other=second, defaults=made)
    return pair
