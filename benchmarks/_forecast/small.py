"""Teams with little history: a few cases of the bank each, learned from alone, judged on all that was open there."""

from datetime import timedelta

import numpy as np

TEAMS, CASES, FEW, DAYS = 24, 40, 10, 14


def measure_small(bank, stays, amounts, stages, days):
    """The mean log loss of “won within 14 days” of teams that closed at most ten deals, and how often it was asked."""
    from benchmarks._forecast.backtest import logloss, open_at, reading_at
    from benchmarks._forecast.history import write

    whole = [(now, open_at(bank, now)) for now in days[::4]]
    place = {stage.name: stage.pk for stage in bank.stages.all()}
    losses, dice = [], np.random.default_rng(11)
    for team in range(TEAMS):
        chosen = set(dice.choice(sorted(amounts), int(dice.integers(4, CASES)), replace=False))
        small = write(f"Team {team}", stages, [stay for stay in stays if stay.case in chosen], amounts)
        own = {place[stage.name]: stage.pk for stage in small.stages.all()}
        for now, deals in whole:
            if not 0 < closed_by(small, now) <= FEW:
                continue
            chances = reading_at(small, now).chance([own[stage] for stage in deals.stages], deals.ages, 0, DAYS)
            losses.append(logloss(chances, deals.won_within(now, DAYS)))
    return {"logloss_small": float(np.mean(losses)), "small_asked": len(losses)}


def closed_by(pipeline, now):
    from pipeline.models import Deal

    return Deal.objects.filter(pipeline=pipeline, closed_at__lte=now).exclude(status="open").count()


def weeks(first, ends, shortest):
    """Every seventh day from the first, as long as the shortest window fits."""
    found = [first]
    while found[-1] + timedelta(days=7 + shortest) <= ends:
        found.append(found[-1] + timedelta(days=7))
    return found
