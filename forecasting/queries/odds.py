"""The chances in force: the latest table of a pipeline, read as chances to win."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.utils import timezone

from accounts.zones import today, workspace_zone
from forecasting.calendar import last_of, month_of, shift
from forecasting.models import LearnedOdds, OpenPool
from forecasting.odds import FAR, OLDEST, chance, win_table
from pipeline.models import Deal

TOO_FEW_WON, LEARNING = 20, 50


def latest_odds(pipeline_id):
    """The last table learned for a pipeline, None before the first."""
    return LearnedOdds.objects.filter(pipeline_id=pipeline_id).first()


def is_due(pipeline):
    """Whether the chances of a pipeline are of another day, or its deals were never summed up."""
    zone, odds = workspace_zone(), latest_odds(pipeline.pk)
    if odds is None or timezone.localdate(odds.fitted_at, zone) < today(zone):
        return True
    kept = OpenPool.objects.filter(pipeline=pipeline).exists()
    return not kept and Deal.objects.open().filter(pipeline=pipeline).exists()


def latest_of(pipeline_ids):
    """The id of each pipeline's latest learned odds."""
    latest = LearnedOdds.objects.filter(pipeline_id__in=pipeline_ids).order_by("pipeline_id", "-fitted_at", "-id")
    return dict(latest.distinct("pipeline_id").values_list("pipeline_id", "pk"))


@dataclass(frozen=True)
class Reading:
    """What a learned table says: chances to win as [days ahead, stage, days in stage], and each stage's row."""

    table: np.ndarray
    place: dict

    @classmethod
    def of(cls, stages, hazards):
        """The reading of hazards learned for these stages."""
        table = win_table(hazards) if len(stages) else np.zeros((FAR + 1, 1, OLDEST))
        return cls(table.astype(np.float32), {stage_id: number for number, stage_id in enumerate(stages)})

    def chance(self, stage_ids, ages, after, until):
        """The chances to be won later than `after` days from now and within `until`; NaN in stages not learned."""
        place, ages = self.rows(np.asarray(stage_ids, int)), np.asarray(ages, int)
        found = chance(self.table, place, ages, until)
        found = found - chance(self.table, place, ages, after) if after else found
        return np.where(place >= 0, found, np.nan)

    def rows(self, stage_ids):
        """The row of each stage in the table, -1 where nothing was learned of it."""
        if not self.place:
            return np.full(len(stage_ids), -1)
        known = np.array(sorted(self.place), int)
        row = np.array([self.place[stage_id] for stage_id in known.tolist()], int)
        spot = np.minimum(np.searchsorted(known, stage_ids), len(known) - 1)
        return np.where(known[spot] == stage_ids, row[spot], -1)


@lru_cache(maxsize=8)
def reading_of(odds_id):
    """The reading of a learned table; a table is never changed, so it is worked out once."""
    odds = LearnedOdds.objects.get(pk=odds_id)
    return Reading.of(odds.stages, np.array(odds.hazards))


def table_of(odds_id):
    """The chances to win that belong to a learned table."""
    return reading_of(odds_id).table


def months_ahead(this_day):
    """Each month the chances reach into, with the days until it begins and until it is over, this day included."""
    month, found = month_of(this_day), []
    while (after := max((month - this_day).days, 0)) < FAR:
        found.append((month, after, min((last_of(month) - this_day).days + 1, FAR)))
        month = shift(month, 1)
    return found


def maturity(evidence):
    """How far to trust what was learned: “thin” (too little history), “learning” or “learned”."""
    if evidence.get("won", 0) < TOO_FEW_WON:
        return "thin"
    return "learning" if evidence.get("closed", 0) < LEARNING else "learned"
