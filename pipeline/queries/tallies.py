"""Totals of the board from the tallies the database keeps, at a cost that does not grow with the number of deals."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from kit.prepared import ask, planned_cursor
from pipeline.models import Deal

NOTHING = Decimal(0)

# What is overdue changes with the clock alone, so it is counted where it stands: along an index, few as they are.
TALLIED = """
SELECT stage_id, is_mine, status, is_parked, has_step, false AS is_late, sum(count) AS count, sum(total) AS total,
    sum(own_total) AS own_total, sum(own_worth) AS own_worth
FROM (SELECT *, owner_id = %(me)s AS is_mine FROM pipeline_tally
      WHERE stage_id = ANY(%(stages)s) AND status <> 'lost'
          AND {of_owners}) tallies
GROUP BY 1, 2, 3, 4, 5
UNION ALL
SELECT stage_id, false, 'open', false, true, true, count(*), 0, 0, 0
FROM pipeline_deal
WHERE status = 'open' AND next_step_at < now() AND parked_until IS NULL AND stage_id = ANY(%(stages)s)
    AND {of_owners}
GROUP BY 1
"""

PLACE = """
SELECT count(*) FROM pipeline_deal
WHERE stage_id = %(stage)s AND status <> 'lost' AND {of_owners} AND
"""
UP_TO_RANK, SINCE_ENTERED = f"{PLACE} rank <= %(rank)s", f"{PLACE} entered_stage_at >= %(entered)s"
OF_OWNERS, OF_EVERYBODY = "owner_id IN (SELECT unnest(%(owners)s::bigint[]))", "true"


@dataclass(frozen=True)
class Sum:
    """Deals of one kind in one stage; those that are late are among the others as well, and said to be nobody's."""

    stage_id: int
    is_mine: bool
    status: str
    is_parked: bool
    has_step: bool
    is_late: bool
    count: int
    total: Decimal
    own_total: Decimal
    own_worth: Decimal

    def weighted(self, odds):
        """Its worth by the deals' own odds, and by those of the stage for the rest."""
        return (self.own_worth + (self.total - self.own_total) * odds) / 100


def tallied(stages, owners, user):
    """What stands in these stages, of these owners (ids, None for everybody's), as Sums; `user` is who asks."""
    facts = {"stages": [stage.pk for stage in stages], "owners": owners, "me": user.pk}
    with planned_cursor() as cursor:
        cursor.execute(narrowed(TALLIED, owners), facts)
        return [Sum(*row) for row in cursor.fetchall()]


def place_among(owners, deal):
    """Which of the cards of its column, of these owners, this deal is, counted from 1: as `place_in_column` says it."""
    facts = {"stage": deal.stage_id, "owners": owners, "rank": deal.rank, "entered": deal.entered_stage_at}
    return ask(narrowed(UP_TO_RANK if deal.stage.is_open else SINCE_ENTERED, owners), facts)[0]


def narrowed(sql, owners):
    """The question for these owners: a hash finds each among them, however many they are."""
    return sql.format(of_owners=OF_EVERYBODY if owners is None else OF_OWNERS)


def totals_by_stage(sums, stages):
    """The totals of each stage, as the head of its column says them: `{stage id: {name: value}}`."""
    held = defaultdict(list)
    for one in sums:
        held[one.stage_id].append(one)
    return {stage.pk: totals_of(held[stage.pk], stage.probability) for stage in stages}


def totals_of(sums, odds):
    standing = [one for one in sums if not one.is_late]
    opened = [one for one in standing if one.status == Deal.Status.OPEN]
    parked = [one for one in opened if one.is_parked]
    return {
        "count": count_of(standing),
        "total": worth_of(standing),
        "weighted": sum((one.weighted(odds) for one in standing), NOTHING),
        "open_total": worth_of(opened),
        "open_weighted": sum((one.weighted(odds) for one in opened), NOTHING),
        "attention": count_of(one for one in sums if one.is_late) + count_of(without_step(opened)),
        "parked": count_of(parked),
        "parked_total": worth_of(parked),
    }


def counts_of(sums):
    """How many deals there are in all, of the one who asks, and without a next step."""
    standing = [one for one in sums if not one.is_late]
    return {
        "everything": count_of(standing),
        "mine": count_of(one for one in standing if one.is_mine),
        "no_step": count_of(without_step(standing)),
    }


def without_step(sums):
    return (one for one in sums if one.status == Deal.Status.OPEN and not one.is_parked and not one.has_step)


def count_of(sums):
    return sum(one.count for one in sums)


def worth_of(sums):
    return sum((one.total for one in sums), NOTHING)
