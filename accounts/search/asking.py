"""The questions a search asks the database (docs/decisions/0025): what it knows of words, and which records have them.

No question looks at more than some thousand records, however common its words: of common ones the newest are taken, by
the places among their kind (“#deal3”) that stand among the words. What few people own is found wherever it stands.
"""

from dataclasses import dataclass
from math import ceil

from django.db import connection

from accounts.models import EVERYBODY

MOST_ROWS = 2_000  # looked at of what one arm of the question finds
WANTED = 100  # of a kind, where more than that have the words
COMMON, VERY_COMMON = 15_000, 60_000  # records with words of one beginning; of more its most used words are asked for
FEW_OWNED = 20_000
MOST_NAMES = 200
SQUARE = 4_000  # a record of some owner is passed over in the index in a fortieth of the time it takes to look at one
PLACE, MOST_PLACES = 16_384, 6  # records of a kind that have one place in common, as the database has it
TUNED = "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true); "
UNTUNED = "; SELECT set_config('enable_seqscan', 'on', true)"
KNOWN = """
SELECT typed, coalesce(kept.uses, few.uses, 0)::bigint, coalesce(kept.words, few.words)
FROM unnest(%(words)s::text[]) AS typed LEFT JOIN accounts_searchbeginning kept ON kept.beginning = typed
    LEFT JOIN LATERAL (
        SELECT sum(uses) AS uses, (array_agg(word ORDER BY uses DESC))[:10] AS words FROM accounts_searchword
        WHERE kept.beginning IS NULL AND word >= typed AND word < typed || U&'\\+10FFFF') AS few ON true
"""
HOUSE = """
SELECT word, sum(uses)::bigint, (SELECT max(record_id) FROM accounts_searchentry WHERE kind = substr(word, 2))
FROM accounts_searchword WHERE word = ANY(%(owners)s) OR word >= '~' AND word < '~z' GROUP BY word
"""
# The words that begin in one of these ways (docs/decisions/0028), and those that have one in them further on.
LIKE = """
SELECT typed, word, uses::bigint FROM (
    SELECT typed, word, max(uses) AS uses, bool_or(word = start) AS is_whole,
        row_number() OVER (PARTITION BY typed ORDER BY bool_or(word = start) DESC, max(uses) DESC) AS place
    FROM unnest(%(typed)s::text[], %(starts)s::text[], %(ends)s::text[]) AS way (typed, start, ending)
        CROSS JOIN LATERAL (
            SELECT word, uses FROM accounts_searchword WHERE word >= start AND word <= start || ending
            ORDER BY word LIMIT 40) AS begun
    GROUP BY typed, word) AS near
WHERE place <= 60
UNION ALL
SELECT typed, word, uses FROM unnest(%(words)s::text[]) AS typed CROSS JOIN LATERAL (
    SELECT word, uses FROM accounts_searchword WHERE word LIKE '%%_' || typed || '%%' LIMIT 200) AS piece
"""
ARM = """(
    SELECT kind, record_id, holder, title_key, is_closed, words FROM accounts_searchentry
    WHERE {condition} AND {seen} LIMIT {most})"""
FOUND = """
SELECT kind, record_id, holder FROM (
    SELECT kind, record_id, holder, dense_rank() OVER (PARTITION BY kind ORDER BY title_key = %(folded)s DESC,
        title_key ^@ %(folded)s DESC, words @@ %(titled)s::tsquery DESC, is_closed, record_id DESC) AS place
    FROM ({arms}) AS found) AS placed
WHERE place <= %(most)s ORDER BY kind, place
"""


@dataclass(frozen=True)
class Known:
    """A term: in about how many records it is, the words it stands for, and the most used of those that begin so."""

    uses: int
    words: tuple
    longer: tuple = ()
    is_whole: bool = False
    parts: tuple = ()
    alike: tuple = ()

    def said(self, weight="", most=COMMON):
        """It as a part of a question, in texts of this weight alone if one is named."""
        is_begun = not self.is_whole and self.uses <= most
        mark = f":{'*' * is_begun}{weight}".rstrip(":")
        ways = [f"{quoted(word)}{mark}" for word in dict.fromkeys((*self.words, *(() if is_begun else self.longer)))]
        ways += [f"{quoted(word)}{f':{weight}'.rstrip(':')}" for word in self.alike]
        if self.parts:
            ways.append("(" + " & ".join(map(quoted, self.parts)) + ")")
        return f"({' | '.join(ways)})"


@dataclass(frozen=True)
class House:
    """How much there is: of each kind with its highest id, and of what this person sees."""

    kinds: dict
    owners: list | None
    owned: int
    few: tuple  # those of the owners who own so little that it is found by their names among the words

    @property
    def size(self):
        return max(sum(count for count, _last in self.kinds.values()), 1)

    def expects(self, uses):
        """About how many of so many records this person sees."""
        return uses if self.owners is None else uses * self.owned / self.size

    @property
    def names(self):
        """The owners as words, where going through all they own is shorter than looking at what others own."""
        return self.all_names if self.owned**2 < SQUARE * self.size else ""

    @property
    def all_names(self):
        """The owners as words, but of a crowd."""
        is_crowd = self.owners is None or len(self.owners) > MOST_NAMES
        return "" if is_crowd else " & " + any_of(f"@{owner}" for owner in self.owners)

    @property
    def seen(self):
        return "owner_id >= 0" if self.owners is None else "owner_id = ANY(%(owners)s)"


def known_words(terms):
    """[Known] of terms, by the words that begin so."""
    rows = ask(KNOWN, {"words": [term.word for term in terms]})
    found = {typed: (uses, words or []) for typed, uses, words in rows}
    return [known(term, *found[term.word]) for term in terms]


def known(term, uses, words):
    return Known(uses, (term.word,), tuple(words), term.is_whole, term.parts)


def alike(words, ways):
    """{typed: [(word, uses)]} of the words that begin in one of these ways, or have what was typed in them."""
    found, values = {}, {"words": words, "typed": [way.typed for way in ways], "starts": [way.start for way in ways]}
    values["ends"] = ["\U0010ffff" * way.is_begun for way in ways]
    for typed, word, uses in ask(LIKE, values) if words else []:
        found.setdefault(typed, []).append((word, uses))
    return found


def house_of(owners):
    """What there is for somebody who sees what these people own, None for all."""
    names = [f"@{owner}" for owner in (EVERYBODY, *owners)] if owners is not None else []
    rows = {word: (uses, last) for word, uses, last in ask(HOUSE, {"owners": names})}
    kinds = {word[1:]: (uses, last or 0) for word, (uses, last) in rows.items() if word[0] == "~"}
    owned = {name: rows.get(name, (0, 0))[0] for name in names}
    theirs = sum(owned.values()) - owned.get(f"@{EVERYBODY}", 0)
    few = tuple(names[1:]) if theirs <= FEW_OWNED else ()
    return House(kinds, owners and [EVERYBODY, *owners], sum(owned.values()), few)


def find(asked, knowns, house, most):
    """[(kind, id, holder)] of the records with these words, at most so many of a kind, the nearest first."""
    words = " & ".join(known.said() for known in knowns)
    values = {"folded": asked.folded, "digits": f"%{asked.digits}%", "owners": house.owners, "most": most}
    values["titled"] = " & ".join(known.said("A") for known in knowns)
    newest = newest_of(house, min((known.uses for known in knowns), default=0), words)
    queries = [(query, WANTED) for query in newest] or [(words + house.names, MOST_ROWS)] * bool(knowns)
    if newest and house.few:
        queries.append((f"{words} & {any_of(house.few)}", MOST_ROWS))
    found = ask(*question(queries, house, values, bool(asked.digits)))
    if newest and len(set(found)) < most:
        wide = " & ".join(known.said(most=VERY_COMMON) for known in knowns) + house.all_names
        found = ask(*question([(wide, MOST_ROWS)], house, values, bool(asked.digits)))
    return found


def newest_of(house, uses, words):
    """The question asked of the newest of each kind alone, where more have the words than anybody looks at; else []."""
    expected = house.expects(uses)
    if (expected if house.names else uses) <= MOST_ROWS:
        return []
    return [
        f"{words} & {any_of(places_of(kind, count, last, expected / house.size))}{house.names}"
        for kind, (count, last) in house.kinds.items()
    ]


def places_of(kind, count, last, share):
    """The newest places of a kind in which about as many as are wanted have words that so large a share has."""
    newest = last // PLACE
    needed = min(ceil(WANTED * (newest + 1) / max(share * count, 1)), MOST_PLACES)
    return [f"#{kind}{place}" for place in range(newest, max(newest - needed, -1), -1)]


def question(queries, house, values, by_digits):
    """The SQL that asks all of these [(words, how many at most)] at once, and its values."""
    arms = [(f"words @@ %(words{place})s::tsquery", most) for place, (_words, most) in enumerate(queries)]
    arms += [("digits <> '' AND digits LIKE %(digits)s", WANTED)] * by_digits
    made = [ARM.format(condition=condition, seen=house.seen, most=most) for condition, most in arms]
    said = {f"words{place}": words for place, (words, _most) in enumerate(queries)}
    return FOUND.format(arms=" UNION ALL ".join(made)), values | said


def quoted(word):
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def any_of(words):
    return "(" + " | ".join(map(quoted, words)) + ")"


def ask(sql, values):
    """Ask on one way there and back; the settings are for this question alone."""
    with connection.cursor() as cursor:
        cursor.execute(f"{TUNED}{sql}{UNTUNED}", values)
        cursor.nextset()
        return cursor.fetchall()
