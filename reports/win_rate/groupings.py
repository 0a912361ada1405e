"""What closed deals are grouped by, all of it in one statement."""

from django.db.models import BigIntegerField, BooleanField, ExpressionWrapper, F, TextField, Value
from django.db.models.functions import Cast, Coalesce, TruncMonth

from reports.win_rate.closed import WON

# What has few values is grouped together and added up afterwards, which takes a fraction of a grouping each. A kind is
# called as its first key.
KINDS = {
    "owner": ("owner", "month"),
    "label": ("label", "pipeline", "reason"),
    "industry": ("industry", "size"),
    "source": ("source",),
    "product": ("product",),
}
FACTS = {
    "owner": F("owner_id"),
    "pipeline": F("pipeline_id"),
    "label": F("label_id"),
    "reason": F("lost_reason_id"),
    "industry": Coalesce("company__industry", Value("")),
    "size": Coalesce("company__size", Value("")),
    "source": F("source"),
    "product": F("product"),
}
TYPES = {"owner": "bigint", "pipeline": "bigint", "label": "bigint", "reason": "bigint", "month": "timestamp"}
KEYS = [*FACTS, "month"]
# OFFSET '0' keeps the deals a table of their own: else the planner expects as many months as moments, and sorts a
# million deals where counting them by groups is quicker.
GROUPED = """
SELECT CASE 0 {kinds} END AS kind, {keys}, count(*) FILTER (WHERE is_won) AS won,
    count(*) FILTER (WHERE NOT is_won) AS lost, coalesce(sum(cents) FILTER (WHERE is_won), 0) AS won_cents,
    coalesce(sum(cents) FILTER (WHERE NOT is_won), 0) AS lost_cents, coalesce(sum(cents::float8 * cents), 0) AS squares
FROM ({deals} OFFSET '0') AS deal GROUP BY GROUPING SETS ({sets})
"""


def grouped(deals, *sets):
    """A statement that says the kind, KEYS and sums of each group, of a statement of deals and of sets of keys.

    Its columns have the same types for all sets: else the parts of a union run one by one.
    """
    own = {key for keys in sets for key in keys}
    cases = [f"WHEN GROUPING(by_{kind}) THEN '{kind}'" for kind in reversed(KINDS) if kind in own]
    keys = [f"by_{key} AS {key}" if key in own else f"NULL::{TYPES.get(key, 'text')} AS {key}" for key in KEYS]
    lists = [", ".join(f"by_{key}" for key in KEYS if key in keys) for keys in sets]
    return GROUPED.format(
        kinds=" ".join(cases), keys=", ".join(keys), deals=deals, sets=", ".join(f"({one})" for one in lists)
    )


def what_they_say(deals, zone):
    """The keys and outcome of each deal, its amount in cents: whole numbers are summed several times faster."""
    keys = {key: Cast(fact, TextField()) if key not in TYPES else fact for key, fact in FACTS.items()}
    return deals.order_by().values(
        is_won=ExpressionWrapper(WON, output_field=BooleanField()),
        cents=Cast(F("base_amount") * 100, BigIntegerField()),
        moment=F("closed_at"),
        by_month=TruncMonth("closed_at", tzinfo=zone),
        **{f"by_{key}": fact for key, fact in keys.items()},
    )
