"""What a rule would do to the leads there are, before it is saved."""

from dataclasses import dataclass, field

from django.db import connection

from leads.models import Lead, ScoreThreshold
from leads.scoring.earning import FADED, POINTS_NOW, earned
from leads.scoring.engine import scored

BINS = 10
EXAMPLES = 5
# Leads by the score they have and would have; one of each kind stands for the others where names are shown.
OUTCOMES = """
WITH earned (lead_id, rule_id, points, times, earned_at, half_life) AS MATERIALIZED ({earned}),
others AS (
    SELECT reason.lead_id, sum({points_now}) AS points FROM leads_scorereason reason
    JOIN leads_scoringrule rule ON rule.id = reason.rule_id
    WHERE rule.id <> %s AND rule.retired_at IS NULL GROUP BY reason.lead_id)
SELECT lead.score, greatest(0, least(100, coalesce(others.points, 0) + coalesce({mine}, 0)))::int AS after,
    earned.lead_id IS NOT NULL, count(*), (array_agg(lead.id ORDER BY lead.id))[1]
FROM ({leads}) AS lead (id, score) LEFT JOIN others ON others.lead_id = lead.id
LEFT JOIN earned ON earned.lead_id = lead.id
GROUP BY 1, 2, 3
"""
MINE = "round((earned.points * {})::numeric)".format(
    FADED.format(half_life="earned.half_life", since="earned.earned_at", until="now()")
)


@dataclass(frozen=True)
class Crossing:
    """How many leads would rise over a threshold, and how many would fall under it."""

    threshold: ScoreThreshold
    up: int
    down: int


@dataclass(frozen=True)
class Bin:
    """Scores from `first` to `last`: how many leads have them now, would have them, and both as parts of the most."""

    first: int
    last: int
    before: int
    after: int
    before_part: float
    after_part: float

    @property
    def before_rest(self):
        return 100 - self.before_part

    @property
    def after_rest(self):
        return 100 - self.after_part


@dataclass(frozen=True)
class Preview:
    """How many leads a rule meets of all, how scores lie before and after, who would cross which threshold."""

    leads: int
    met: int
    higher: int
    lower: int
    bins: list
    crossings: list
    examples: list = field(default_factory=list)


def preview_of(rule, reader, *, leaves=False):
    """The Preview of a rule as it would stand, saved or not; with `leaves`, of its going."""
    rows = outcomes(rule, [] if leaves else [rule])
    thresholds = list(ScoreThreshold.objects.select_related("label"))
    return Preview(
        leads=sum(count for *_scores, count, _one in rows),
        met=sum(count for _old, _new, met, count, _one in rows if met),
        higher=sum(count for old, new, _met, count, _one in rows if new > old),
        lower=sum(count for old, new, _met, count, _one in rows if new < old),
        bins=bins_of(rows),
        crossings=[crossing(one, rows) for one in thresholds],
        examples=examples_of(rows, thresholds, reader),
    )


def outcomes(rule, rules):
    gives, given = earned(rules, scored())
    leads, whose = scored().order_by().values_list("pk", "score").query.sql_with_params()
    sql = OUTCOMES.format(earned=gives, points_now=POINTS_NOW, mine=MINE, leads=leads)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, rule.pk or 0, *whose])
        return cursor.fetchall()


def bins_of(rows):
    before, after = [0] * BINS, [0] * BINS
    for old, new, _met, count, _one in rows:
        before[place_of(old)] += count
        after[place_of(new)] += count
    most = max(*before, *after, 1)
    return [
        Bin(place * 10, 100 if place == BINS - 1 else place * 10 + 9, old, new, 100 * old / most, 100 * new / most)
        for place, (old, new) in enumerate(zip(before, after, strict=True))
    ]


def place_of(score):
    return max(0, min(score // 10, BINS - 1))


def crossing(threshold, rows):
    mark = threshold.at_least
    up = sum(count for old, new, _met, count, _one in rows if old < mark <= new)
    return Crossing(threshold, up, sum(count for old, new, _met, count, _one in rows if new < mark <= old))


def examples_of(rows, thresholds, reader):
    """Some leads whose score would change, those that cross a threshold first; each with `after`."""
    marks = [one.at_least for one in thresholds]
    changed = [row for row in rows if row[0] != row[1]]
    changed.sort(key=lambda row: (-any(crosses(row, mark) for mark in marks), -abs(row[1] - row[0]), row[4]))
    after = {row[4]: row[1] for row in changed[: EXAMPLES * 4]}
    found = Lead.objects.visible_to(reader).in_bulk(list(after))
    leads = [found[pk] for pk in after if pk in found][:EXAMPLES]
    for lead in leads:
        lead.after = after[lead.pk]
    return leads


def crosses(row, mark):
    return min(row[:2]) < mark <= max(row[:2])
