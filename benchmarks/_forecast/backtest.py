"""Week by week through a real history: learn what was known, say what the open deals bring, see what came.

Learning, chances, leaning, misses and range are the product's own; nothing after the day asked is looked at.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np

CLIP = 0.005
BINS = 10

OPEN_AT = """
SELECT deal.id, visit.stage_id, floor(extract(epoch FROM %(now)s - visit.entered_at) / 86400)::int,
       deal.base_amount::float8, CASE WHEN deal.status = 'won' THEN deal.closed_at END, deal.title
FROM pipeline_stagevisit visit JOIN pipeline_deal deal ON deal.id = visit.deal_id
WHERE deal.pipeline_id = %(pipeline)s AND NOT visit.undone AND visit.entered_at < %(now)s
  AND (visit.left_at IS NULL OR visit.left_at > %(now)s)
ORDER BY deal.id
"""


@dataclass(frozen=True)
class Open:
    """The deals that were open at a moment: stage, whole days in it, amount; and when they were won later, if so."""

    stages: list
    ages: np.ndarray
    amounts: np.ndarray
    won_at: list
    titles: list

    def __len__(self):
        return len(self.stages)

    def won_within(self, now, days):
        """Which of them were won in the days after a moment."""
        until = now + timedelta(days=days)
        return np.array([at is not None and at <= until for at in self.won_at], bool)


@dataclass
class Score:
    """What was said and what came, forecast by forecast and deal by deal."""

    said: list = field(default_factory=list)
    came: list = field(default_factory=list)
    bare: list = field(default_factory=list)
    inside: list = field(default_factory=list)
    chances: list = field(default_factory=list)
    outcomes: list = field(default_factory=list)

    @property
    def wape(self):
        return wape(self.said, self.came)

    @property
    def wape_bare(self):
        return wape(self.bare, self.came)

    @property
    def coverage(self):
        return float(np.mean(self.inside))

    @property
    def logloss(self):
        return logloss(np.concatenate(self.chances), np.concatenate(self.outcomes))

    @property
    def ece(self):
        return ece(np.concatenate(self.chances), np.concatenate(self.outcomes))


def look_back(pipeline, days, horizons, ends, *, first, brought=None):
    """{horizon: Score} over the weekly `days` from `first` on; windows that would reach beyond `ends` are left out.

    Days before `first` only leave the forecasts a house would have stored by then. `brought` says what won deals
    brought where that is not their amount; open ones are then worth their amount times the ratio learned from those won
    before.
    """
    from forecasting.band import Pool
    from forecasting.track import Resolved

    scores, told = {horizon: Score() for horizon in horizons}, {horizon: [] for horizon in horizons}
    for now in days:
        reading, deals = reading_at(pipeline, now), open_at(pipeline, now)
        worth = deals.amounts * (ratio_at(pipeline, now, brought) if brought else 1)
        for horizon in horizons:
            if now + timedelta(days=horizon) > ends:
                continue
            chances = reading.chance(deals.stages, deals.ages, 0, horizon)
            won = deals.won_within(now, horizon)
            came = sum_of(deals, won, brought)
            known = [one for until, one in told[horizon] if until <= now]
            pool = Pool.of_deals(chances, worth)
            if now >= first:
                say(scores[horizon], pool, known, came)
                scores[horizon].chances.append(chances)
                scores[horizon].outcomes.append(won)
            told[horizon].append((now + timedelta(days=horizon), Resolved(pool.forecast, pool.variance, came)))
    return scores


def say(score, pool, known, came):
    """One forecast with its range, after those that were resolved by then."""
    from forecasting.band import SINGLY, band
    from forecasting.track import leaning, shock

    leans = leaning(known)
    shaken = band(pool, len(pool.chance) <= SINGLY, shock(pool.forecast, known), leans)
    score.said.append(leans * pool.forecast)
    score.bare.append(pool.forecast)
    score.came.append(came)
    score.inside.append(shaken.low <= came <= shaken.high)


def reading_at(pipeline, now):
    """What the product would have learned at a moment."""
    from forecasting.queries.learning import learn
    from forecasting.queries.odds import Reading

    learned = learn(pipeline.pk, now)
    return Reading.of(learned.stages, learned.hazards)


def open_at(pipeline, now):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(OPEN_AT, {"pipeline": pipeline.pk, "now": now})
        rows = cursor.fetchall()
    _ids, stages, ages, amounts, won_at, titles = zip(*rows, strict=True)
    return Open(list(stages), np.array(ages), np.array(amounts, float), won_at, titles)


def ratio_at(pipeline, now, brought):
    """What won deals brought for each unit of their amount, up to a moment."""
    from pipeline.models import Deal

    won = Deal.objects.filter(pipeline=pipeline, status="won", closed_at__lte=now).values_list("title", "base_amount")
    listed = sum(float(amount) for _, amount in won)
    return sum(brought[title] for title, _ in won) / listed if listed else 1.0


def sum_of(deals, won, brought):
    if brought is None:
        return float(deals.amounts[won].sum())
    return float(sum(brought[title] for title, is_won in zip(deals.titles, won, strict=True) if is_won))


def wape(said, came):
    return float(np.abs(np.array(said) - np.array(came)).sum() / np.sum(came))


def logloss(chances, outcomes):
    sure = np.clip(chances, CLIP, 1 - CLIP)
    return float(-np.where(outcomes, np.log(sure), np.log(1 - sure)).mean())


def ece(chances, outcomes):
    """How far predicted and observed shares lie apart, over ten bins weighed by their size."""
    place = np.minimum((chances * BINS).astype(int), BINS - 1)
    said, came = np.bincount(place, chances, BINS), np.bincount(place, outcomes, BINS)
    return float(np.abs(said - came).sum() / len(chances))
