"""The arithmetic of learning: from days at risk and exits to hazards, and from hazards to chances of winning.

A hazard is in exits a day, as [stage][age bin][cause]; causes are 0 won, 1 lost, 2 + k moved to the k-th stage.
"""

import numpy as np

AGE_BINS = (0, 1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 75, 90, 105, 120, 150, 180, 240, 365)  # days in the stage
OLDEST = 420  # days; beyond it a deal counts as this old
FAR = 400  # days; the chance to win within these is the eventual one
STAGE_EXITS, BIN_EXITS = 10.0, 3.0  # how many exits of evidence outweigh the default, and the next-younger bin
DEFAULT_STAY = 30.0  # days in a stage while nothing is known
WON, LOST, MOVED = 0, 1, 2


def shrink(exposure, exits, defaults):
    """Hazards from exposure [stage, bin] in days and exits [stage, bin, cause]; `defaults` are shares won, by stage."""
    return np.stack([shrink_stage(*parts) for parts in zip(exposure, exits, defaults, strict=True)])


def shrink_stage(exposure, exits, default):
    """One stage's hazards: each age bin leans on the next-younger one, the youngest on the stage as a whole."""
    leaning = stage_level(exposure, exits, default)
    hazards = np.zeros_like(exits)
    for age_bin, (days, left) in enumerate(zip(exposure, exits, strict=True)):
        weight = BIN_EXITS / max(leaning.sum(), 1e-9)
        leaning = hazards[age_bin] = (left + leaning * weight) / (days + weight)
    return hazards


def stage_level(exposure, exits, default):
    prior = np.zeros(exits.shape[1])
    prior[WON], prior[LOST] = default / DEFAULT_STAY, (1 - default) / DEFAULT_STAY
    weight = STAGE_EXITS * DEFAULT_STAY
    return (exits.sum(axis=0) + prior * weight) / (exposure.sum() + weight)


def win_table(hazards, days=FAR):
    """Chances to be won within h days, as [h, stage, whole days in stage], for h from 0 to `days`."""
    share, stay = daily_shares(hazards)
    stages = len(hazards)
    won, moves = share[:, :, WON], np.ascontiguousarray(share[:, :, MOVED:])
    table = np.zeros((days + 1, stages, OLDEST))
    for day in range(1, days + 1):
        before, now = table[day - 1], table[day]
        on_arrival = arrivals(share[:, 0], stay[:, 0] * before[:, 1], before[:, 0])
        np.matmul(moves, on_arrival[:, :, None], out=now[:, :, None])
        now[:, :-1] += stay[:, :-1] * before[:, 1:]
        now[:, -1] += stay[:, -1] * before[:, -1]
        now += won
    return table


def daily_shares(hazards):
    """What a day does to deals of each stage and age: the share that leaves by each cause, and the share that stays."""
    age_bin = np.searchsorted(AGE_BINS, np.arange(OLDEST) + 0.5, side="right") - 1
    daily = hazards[:, age_bin, :]
    total = daily.sum(axis=2)
    stay = np.exp(-total)
    return daily / np.maximum(total, 1e-12)[:, :, None] * (1 - stay)[:, :, None], stay


def arrivals(share, stayed, before):
    """What a move is worth, as [from, to]: half a day's credit for moving on, none for moving back."""
    stages = len(before)
    worth = np.zeros((stages, stages))
    now = np.zeros(stages)
    for stage in range(stages - 1, -1, -1):
        worth[stage, :stage] = before[:stage]
        worth[stage, stage + 1 :] = (now[stage + 1 :] + before[stage + 1 :]) / 2
        now[stage] = share[stage, WON] + stayed[stage] + share[stage, MOVED:] @ worth[stage]
    return worth


def chance(table, stage, age, days):
    """The chances for arrays of stage index, days in stage and days ahead; beyond the table its edge counts."""
    return table[np.clip(days, 0, len(table) - 1), stage, np.clip(age, 0, OLDEST - 1)]
