import random

import pytest

from pipeline.ranks import is_rank, rank_between, spread_ranks

pytestmark = pytest.mark.django_db


def test_the_first_rank_of_an_empty_column():
    assert rank_between(None, None) == "a0"


def test_ranks_grow_at_both_ends():
    assert [rank_between("a0", None), rank_between(None, "a0")] == ["a1", "Zz"]
    assert [rank_between("az", None), rank_between(None, "Z0")] == ["b00", "Yzz"]
    assert [rank_between("Zz", None), rank_between("Yzz", None)] == ["a0", "Z0"]
    assert [rank_between(None, "b00"), rank_between(None, "a0V")] == ["az", "a0"]


def test_a_thousand_ranks_on_top_stay_short():
    rank = None
    for _ in range(1000):
        higher = rank_between(None, rank)
        assert is_rank(higher)
        assert rank is None or higher < rank
        rank = higher
    assert len(rank) == 3


def test_thousands_of_random_places_keep_their_order():
    chance, ranks = random.Random(7), []
    for _ in range(2000):
        at = chance.randint(0, len(ranks))
        rank = rank_between(ranks[at - 1] if at else None, ranks[at] if at < len(ranks) else None)
        assert is_rank(rank)
        ranks.insert(at, rank)
    assert ranks == sorted(set(ranks))
    assert max(map(len, ranks)) < 8


def test_one_gap_taken_again_and_again_always_has_room():
    low, high = "a0", "a1"
    for _ in range(500):
        rank = rank_between(low, high)
        assert is_rank(rank)
        assert low < rank < high
        high = rank
    for _ in range(500):
        rank = rank_between(low, high)
        assert is_rank(rank)
        assert low < rank < high
        low = rank
    assert len(rank) < 300


def test_no_rank_fits_where_there_is_no_gap():
    with pytest.raises(Exception, match="no rank fits between a1 and a1"):
        rank_between("a1", "a1")


@pytest.mark.parametrize(("low", "high"), [(None, None), ("a0", None), ("a0", "a1"), (None, "a0")])
@pytest.mark.parametrize("count", [0, 1, 2, 7, 200])
def test_many_ranks_at_once_are_in_order_and_within_bounds(low, high, count):
    ranks = spread_ranks(count, low=low, high=high)
    assert len(ranks) == count == len(set(ranks))
    assert ranks == sorted(ranks)
    assert all(is_rank(rank) and (low or "") < rank and (high is None or rank < high) for rank in ranks)


@pytest.mark.parametrize("text", ["", None, "a", "0a", "a00", "a0V0", "b0", "a0-", "ä0", "A" + 26 * "0", 601 * "a"])
def test_what_a_browser_makes_up_is_not_a_rank(text):
    assert not is_rank(text)
