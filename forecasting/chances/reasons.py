"""Why a deal has the chance it has: what history says of its stage and its days there, beside what was set by hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from accounts.zones import today
from forecasting.calendar import last_of, month_of
from forecasting.chances.choice import weight_of
from forecasting.models import Weight
from forecasting.odds import FAR
from forecasting.queries.history import stays_in
from forecasting.queries.odds import latest_odds, maturity, reading_of

AGES = (0, 7, 14, 30, 60, 90, 180)


@dataclass(frozen=True)
class Learned:
    """What a deal's own history of stage and days says; chances are shares."""

    ever: float
    in_time: float | None
    until: object
    fresh: float
    days: int
    by_days: list
    stays: int
    ended: int
    median_days: float | None
    evidence: dict
    fitted_at: datetime

    @property
    def maturity(self):
        return maturity(self.evidence)

    @property
    def has_faded(self):
        """Whether its days in the stage count against it."""
        return self.ever < 0.9 * self.fresh

    @property
    def has_grown(self):
        return self.ever > 1.1 * self.fresh


@dataclass(frozen=True)
class Chances:
    """The three chances of a deal side by side, and which of them the forecast of this viewer takes."""

    by_hand: float | None
    by_stage: float
    learned: Learned | None
    weight: Weight

    @property
    def counting(self):
        """“hand”, “learned” or “stage”."""
        if self.by_hand is not None:
            return "hand"
        return "learned" if self.weight == Weight.LEARNED and self.learned else "stage"

    @property
    def share(self):
        return {"hand": self.by_hand, "stage": self.by_stage, "learned": self.learned and self.learned.ever}[
            self.counting
        ]


def chances_of(deal, user):
    """Why a deal is given its chance, as this user's forecast weighs it."""
    by_hand = None if deal.probability is None else float(deal.probability) / 100
    return Chances(by_hand, float(deal.stage.probability) / 100, learned_of(deal), weight_of(user))


def chance_of_one(reading, stage_id, age, within=FAR):
    """The chance to be won within so many days, of a deal that has been in the stage for `age` days."""
    return float(reading.chance([stage_id], [age], 0, within)[0])


def learned_of(deal):
    """What was learned of an open deal's stage and age; None where nothing was."""
    odds = latest_odds(deal.pipeline_id)
    if odds is None or deal.stage_id not in odds.stages or deal.status != "open":
        return None
    reading, this_day = reading_of(odds.pk), today()
    days = max((timezone.now() - deal.entered_stage_at) // timedelta(days=1), 0)
    until = deal.expected_close and last_of(month_of(max(deal.expected_close, this_day)))
    ahead = FAR if until is None else min((until - this_day).days + 1, FAR)
    chance = partial(chance_of_one, reading, deal.stage_id)
    stays, ended, median = stays_in(deal.stage_id, odds.fitted_at)
    return Learned(
        ever=chance(days),
        in_time=chance(days, ahead) if until else None,
        until=until,
        fresh=chance(0),
        days=days,
        by_days=[(age, chance(age)) for age in AGES],
        stays=stays,
        ended=ended,
        median_days=median,
        evidence=odds.evidence,
        fitted_at=odds.fitted_at,
    )
