"""The chances in force: the latest table of a pipeline, and what it says of each open deal."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import numpy as np
from django.utils import timezone

from accounts.zones import workspace_zone
from forecasting.calendar import last_of, month_of, today
from forecasting.models import LearnedOdds
from forecasting.odds import FAR, OLDEST, chance, win_table
from pipeline.models import Deal

TOO_FEW_WON, LEARNING = 20, 50


def latest_odds(pipeline_id):
    """The last table learned for a pipeline, None before the first."""
    return LearnedOdds.objects.filter(pipeline_id=pipeline_id).first()


@lru_cache(maxsize=16)
def table_of(odds_id):
    """The chances to win that belong to a learned table; a table is never changed, so it is worked out once."""
    odds = LearnedOdds.objects.get(pk=odds_id)
    return win_table(np.array(odds.hazards)) if odds.stages else np.zeros((1, 1, OLDEST))


def maturity(evidence):
    """How far to trust what was learned: “thin” (too little history), “learning” or “learned”."""
    if evidence.get("won", 0) < TOO_FEW_WON:
        return "thin"
    return "learning" if evidence.get("closed", 0) < LEARNING else "learned"


@dataclass(frozen=True)
class Chances:
    """Three arrays side by side: deals, their chance to be won ever, and by the end of their month."""

    deal_ids: list
    eventual: list
    in_time: list


def chances_of(odds, owners=None):
    """What a learned table says now of the open deals of its pipeline, or of some owners' there."""
    deals = open_deals(odds.pipeline_id, owners)
    if not deals:
        return Chances([], [], [])
    ids, stage_ids, entered, closes, defaults = zip(*deals, strict=True)
    table, now, this_day = table_of(odds.pk), timezone.now(), today(workspace_zone())
    place = {stage_id: number for number, stage_id in enumerate(odds.stages)}
    stage = np.array([place.get(stage_id, 0) for stage_id in stage_ids])
    age = np.array([max((now - since) // timedelta(days=1), 0) for since in entered])
    ahead = np.array([days_ahead(close, this_day) for close in closes])
    known = np.array([stage_id in place for stage_id in stage_ids])
    fallback = np.array([float(default) / 100 for default in defaults])
    eventual = np.where(known, chance(table, stage, age, np.full(len(ids), FAR)), fallback)
    in_time = np.where(known, chance(table, stage, age, ahead), fallback)
    return Chances(list(ids), eventual.tolist(), in_time.tolist())


def open_deals(pipeline_id, owners):
    deals = Deal.objects.open().filter(pipeline_id=pipeline_id)
    if owners is not None:
        deals = deals.filter(owner_id__in=owners)
    return list(deals.values_list("id", "stage_id", "entered_stage_at", "expected_close", "stage__probability"))


def days_ahead(close, this_day):
    """Days left, this one included, until the month of a close date ends; a passed date counts as this month."""
    if close is None:
        return FAR
    return (last_of(month_of(max(close, this_day))) - this_day).days + 1
