"""Whose and which deals a report is of: for querysets, for statements in SQL, and for addresses."""

from dataclasses import dataclass

from django.db import connection

from accounts.models import User
from accounts.visibility import visible_owner_ids
from forecasting.queries.forecast import Scope


@dataclass(frozen=True)
class DealScope(Scope):
    """A scope that also asks where deals came from and what label they bear."""

    source: str = ""
    label: object = None

    def of(self, rows):
        """Deals, narrowed."""
        deals = super().of(rows)
        deals = deals.filter(source__iexact=self.source) if self.source else deals
        return deals.filter(label=self.label) if self.label else deals

    @property
    def link(self):
        return super().link | {"source": self.source, "label": self.label and self.label.pk}


# The same as `scope.of(Deal.objects)` for a statement that calls a deal `deal`; its values are `within(scope)`.
WITHIN = """(%(owners)s::bigint[] IS NULL OR deal.owner_id = ANY(%(owners)s))
    AND (%(pipeline)s::bigint IS NULL OR deal.pipeline_id = %(pipeline)s)
    AND (%(source)s::text IS NULL OR upper(deal.source) = upper(%(source)s))
    AND (%(label)s::bigint IS NULL OR deal.label_id = %(label)s)"""

# The same for a statement that calls a stay `visit`. Stays know whose their deals are: a deal is looked up only for
# what it is called or where it came from.
THEIRS = "(%(owners)s::bigint[] IS NULL OR visit.owner_id = ANY(%(owners)s))"
OF_SUCH = f"JOIN pipeline_deal deal ON deal.id = visit.deal_id AND {WITHIN}"


def of_such(asked):
    """What a statement of stays joins to be of the deals that `asked`, the values of a scope, means."""
    return OF_SUCH if any(asked[name] is not None for name in ("pipeline", "source", "label")) else ""


def within(scope):
    """The values that WITHIN and THEIRS ask for."""
    label = getattr(scope, "label", None)
    return {
        "owners": owner_ids(scope),
        "pipeline": scope.pipeline and scope.pipeline.pk,
        "source": getattr(scope, "source", "") or None,
        "label": label and label.pk,
    }


def owner_ids(scope):
    """The ids of the people whose deals are meant: within the owner and the team asked for, None for everybody's."""
    visible = visible_owner_ids(scope.user)
    if scope.owner is None and scope.team is None:
        return visible
    people = User.objects.filter(pk=scope.owner.pk) if scope.owner else User.objects.all()
    people = people.filter(team__path__startswith=scope.team.path) if scope.team else people
    found = list(people.values_list("pk", flat=True))
    return found if visible is None else [pk for pk in found if pk in visible]


# Each source is found behind the one before it in the index, so that a million deals cost as much as a handful.
SOURCES = """
WITH RECURSIVE known AS (
    (SELECT source FROM pipeline_deal WHERE source > '' AND closed_at IS NOT NULL ORDER BY source LIMIT 1)
    UNION ALL
    SELECT (SELECT source FROM pipeline_deal WHERE source > known.source AND closed_at IS NOT NULL
            ORDER BY source LIMIT 1)
    FROM known WHERE known.source IS NOT NULL
)
SELECT source FROM known WHERE source IS NOT NULL AND (%(owners)s::bigint[] IS NULL OR EXISTS (
    SELECT FROM pipeline_deal deal
    WHERE deal.source = known.source AND closed_at IS NOT NULL AND deal.owner_id = ANY(%(owners)s)))
"""


def sources_of(user):
    """What the closed deals that this user may see came from, in order of name; one writing of each."""
    with connection.cursor() as cursor:
        cursor.execute(SOURCES, {"owners": visible_owner_ids(user)})
        found = {source.casefold(): source for (source,) in reversed(cursor.fetchall())}
    return sorted(found.values(), key=str.casefold)
