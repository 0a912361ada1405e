"""A deal's place in its column: text in byte order, made in the database and never renumbered."""

import re

from kit.prepared import ask

DIGITS = re.compile(r"[A-Za-z][0-9A-Za-z]{1,599}")
LOWEST = "A" + 26 * "0"  # nothing fits below it, so it is never given out


def is_rank(text):
    """Whether this text, which a browser may have made up, is a rank: whole, in one spelling, with room around it."""
    if not text or not DIGITS.fullmatch(text) or text == LOWEST:
        return False
    whole = 2 + (ord(text[0]) - ord("a") if text[0] >= "a" else ord("Z") - ord(text[0]))
    return len(text) == whole or (len(text) > whole and not text.endswith("0"))


def rank_between(low, high):
    """A rank between two others; None means the open end."""
    return ask("SELECT rank_between(%s, %s)", [low, high])[0]


def spread_ranks(count, *, low=None, high=None):
    """That many ranks in ascending order between two others, for writing many deals at once."""
    return ask("SELECT rank_spread(%s, %s, %s)", [low, high, count])[0]


RANK_AT = """
WITH others AS NOT MATERIALIZED (SELECT id, rank FROM pipeline_deal WHERE stage_id = %(stage)s AND id <> %(deal)s),
seen AS (
    SELECT CASE WHEN %(bottom)s THEN (SELECT max(rank) FROM others)
           ELSE coalesce((SELECT rank FROM others WHERE id = %(prev)s), %(prev_rank)s COLLATE "C") END AS low,
           coalesce((SELECT rank FROM others WHERE id = %(next)s), %(next_rank)s COLLATE "C") AS high),
below AS (SELECT coalesce(low, (SELECT max(rank) FROM others WHERE rank < high)) AS low FROM seen)
SELECT rank_spread(low, (SELECT min(rank) FROM others WHERE rank > coalesce(below.low, '')), %(count)s) FROM below
"""


def rank_at(place, stage, deal=None):
    """A free rank at a place in a column; its stage must be locked, so that nobody takes the same one."""
    return ranks_at(place, stage, 1, but=deal)[0]


def ranks_at(place, stage, count, *, but=None):
    """That many free ranks at a place, in ascending order; `but` is a deal whose own rank counts as free."""
    between = place.where == "between"
    parameters = {
        "stage": stage.pk,
        "deal": but.pk if but else 0,
        "count": count,
        "bottom": place.where == "bottom",
        "prev": place.prev if between else None,
        "next": place.next if between else None,
        "prev_rank": place.prev_rank if between and is_rank(place.prev_rank) else None,
        "next_rank": place.next_rank if between and is_rank(place.next_rank) else None,
    }
    return ask(RANK_AT, parameters)[0]
