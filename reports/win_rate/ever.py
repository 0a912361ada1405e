"""The fates of all stays ever, from how many ended in each way: few are looked at."""

from collections import Counter

from reports.win_rate.stays import CLEAR, told_of

# Only those of deals that may have come back are looked at, and the open.
MAY_HAVE_COME_BACK = """visit.deal_id IN (SELECT deal_id FROM pipeline_stagevisit WHERE again
    UNION SELECT deal_id FROM pipeline_stagevisit WHERE exit = 'reshaped')"""
OF_THOSE = """SELECT visit.stage_id, visit.exit, visit.exit_to_id, count(*) FROM pipeline_stagevisit visit
WHERE visit.stage_id = ANY(%(stages)s) AND NOT visit.undone AND {may_have_come_back} GROUP BY 1, 2, 3"""
STILL_OPEN = """SELECT visit.stage_id, count(*), count(*) FILTER (WHERE NOT {may_have_come_back} AND {is_young})
FROM pipeline_stagevisit visit WHERE visit.stage_id = ANY(%(stages)s) AND NOT visit.undone AND visit.left_at IS NULL
GROUP BY 1"""


def told_by_sums(ended, asked, parts):
    """The same as CLEAR, of which only the deals that may have come back are asked."""
    parts = parts | {"may_have_come_back": MAY_HAVE_COME_BACK}
    counts, young = Counter(), {}
    for stage_id, exit_, to, _hours, count in ended:
        counts[stage_id, exit_, to] += count
    for stage_id, count, of_young in told_of(STILL_OPEN, asked, parts):
        counts[stage_id, "", None] += count
        young[stage_id] = of_young
    for *stay, count in told_of(OF_THOSE, asked, parts):
        counts[tuple(stay)] -= count
    yield from ((*stay, count, 0 if stay[1] else young.get(stay[0], 0), None) for stay, count in counts.items())
    yield from told_of(CLEAR, asked, parts | {"entered": f"{parts['entered']} AND {MAY_HAVE_COME_BACK}"})
