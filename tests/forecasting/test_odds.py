import numpy as np
import pytest

from forecasting.odds import AGE_BINS, FAR, OLDEST, chance, shrink, win_table

BINS = len(AGE_BINS)


def constant(won, lost, moves=((0.0,),)):
    """Hazards that are the same at every age."""
    causes = [[w, lo, *m] for w, lo, m in zip(won, lost, moves, strict=True)]
    return np.repeat(np.array(causes)[:, None, :], BINS, axis=1)


def test_without_evidence_a_stage_has_its_defaults_at_every_age():
    hazards = shrink(np.zeros((1, BINS)), np.zeros((1, BINS, 3)), [0.25])
    assert hazards[0] == pytest.approx(np.tile([0.25 / 30, 0.75 / 30, 0], (BINS, 1)))


def test_much_evidence_outweighs_the_defaults():
    exposure, exits = np.full((1, BINS), 1e6), np.zeros((1, BINS, 3))
    exits[:, :, 0] = 2e4
    assert shrink(exposure, exits, [0.0])[0, 3] == pytest.approx([0.02, 0, 0], abs=1e-4)


def test_a_bin_without_evidence_leans_on_the_next_younger_one():
    exposure, exits = np.zeros((1, BINS)), np.zeros((1, BINS, 3))
    exposure[0, 0], exits[0, 0, 0] = 1000, 500
    hazards = shrink(exposure, exits, [0.5])
    assert hazards[0, 7] == pytest.approx(hazards[0, 0])


def test_one_stage_with_one_way_out_follows_the_exponential_law():
    table = win_table(constant([0.05], [0.0]))
    assert table[30, 0, 12] == pytest.approx(1 - np.exp(-0.05 * 30))
    assert table[0, 0, 12] == 0


def test_won_and_lost_share_what_leaves():
    table = win_table(constant([0.02], [0.06]))
    assert table[FAR, 0, 0] == pytest.approx(0.25, abs=1e-6)


def test_two_stages_agree_with_a_day_by_day_walk():
    hazards = constant([0.01, 0.05], [0.02, 0.01], [[0.0, 0.08], [0.03, 0.0]])
    hazards *= np.linspace(1.5, 0.5, BINS)[None, :, None]  # older deals move less
    table = win_table(hazards, days=9)
    for stage, age, days in ((0, 0, 9), (0, 9, 8), (1, 44, 7), (1, 415, 9)):
        assert table[days, stage, age] == pytest.approx(walk(hazards, stage, age, days), abs=1e-12)


def walk(hazards, stage, age, days):
    """The same chance by following every branch: slow, and written differently on purpose."""
    if days == 0:
        return 0.0
    age = min(age, OLDEST - 1)
    rates = hazards[stage, max(n for n, edge in enumerate(AGE_BINS) if edge <= age)]
    leaves = 1 - np.exp(-rates.sum())
    won, _lost, *moves = rates / rates.sum() * leaves
    found = won + (1 - leaves) * walk(hazards, stage, age + 1, days - 1)
    for target, share in enumerate(moves):
        if target > stage:
            found += share * (walk(hazards, target, 0, days) + walk(hazards, target, 0, days - 1)) / 2
        elif target < stage:
            found += share * walk(hazards, target, 0, days - 1)
    return found


def test_a_simulation_of_many_deals_comes_to_the_same_chances():
    hazards = constant([0.004, 0.02], [0.008, 0.004], [[0.0, 0.01], [0.0, 0.0]])
    assert win_table(hazards)[90, 0, 0] == pytest.approx(simulate(hazards, days=90), abs=0.01)


def simulate(hazards, days, deals=20_000):
    """The share won when time runs in quarters of a day."""
    rng = np.random.default_rng(7)
    stage, won = np.zeros(deals, int), np.zeros(deals, bool)
    gone = np.zeros(deals, bool)
    for _step in range(days * 4):
        dice = rng.random(deals)
        rates = np.cumsum(hazards[stage, 0, :] / 4, axis=1)
        outcome = np.where(gone, 9, (dice[:, None] > rates).sum(axis=1))
        won |= outcome == 0
        gone |= outcome <= 1
        stage = np.where(outcome == 3, 1, stage)
    return won.mean()


def test_looking_up_stays_inside_the_table():
    table = win_table(constant([0.05], [0.0]))
    assert chance(table, np.array([0, 0]), np.array([10_000, 0]), np.array([99_999, -3])) == pytest.approx(
        [table[FAR, 0, OLDEST - 1], 0]
    )
