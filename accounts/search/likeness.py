"""Typing errors: a word by which nothing is found is taken for those a letter away, and those that have it in them.

Each way to put one letter right is looked up as a beginning among the words: some hundred short looks into one index,
however many words there are. In words longer than these beginnings one more letter may be wrong behind them.
"""

from dataclasses import dataclass, replace

from accounts.search.asking import alike

MOST_WORDS = 12
SHORT, MOST_WRONG = 5, 2  # up to this length one letter may be wrong, in longer words two
READ = 8  # letters among which the first error is looked for
FEWEST_LETTERS = 3
FEWEST_BEGUN = 4  # with fewer, half of all words begin nearly so
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنهوی",
    "абвгдежзиклмнопрстуфхцчшщъыьэюя",
    "αβγδεζηθικλμνξοπρστυφχψω",
)


@dataclass(frozen=True)
class Way:
    """How what was meant may begin, or be, if it is no beginning."""

    typed: str
    start: str
    is_begun: bool


def corrected(terms, knowns):
    """The Knowns of terms with what else they may mean; those nothing is like stay as they are."""
    words = [term.word for term in terms if not term.is_whole and len(term.word) >= FEWEST_LETTERS]
    likes = alike(words, [way for word in words for way in ways_of(word)])
    return [taken_for(term, known, likes.get(term.word, [])) for term, known in zip(terms, knowns, strict=True)]


def taken_for(term, known, likes):
    near = nearest(term.word, likes)[:MOST_WORDS]
    if not near:
        return known
    words = tuple(word for word, _uses in near)
    return replace(known, alike=words, uses=known.uses + sum(uses for _word, uses in near))


def nearest(typed, likes):
    """Of words that begin nearly so those that go on nearly so, too, where more was typed than they were found by."""
    if len(typed) <= READ:
        return likes
    placed = sorted((0 if typed in like[0] else far(typed, like[0]), place) for place, like in enumerate(likes))
    return [likes[place] for wrong, place in placed if wrong <= MOST_WRONG]


def ways_of(typed):
    """The Ways to mean another word: one of the first letters is too much, missing, wrong, or swapped with the next.

    What has digits is the number of something, and a number nearly the same is another.
    """
    if any(map(str.isdigit, typed)):
        return []
    starts = {one[:READ] for one in mended(typed)} - {typed}
    return [Way(typed, start, may_be_begun(typed, start)) for start in sorted(starts)]


def mended(typed):
    """The word with one of its first letters put right in every way there is."""
    cuts = [(typed[:place], typed[place:]) for place in range(min(len(typed), READ))]
    letters = "".join(alphabet for alphabet in ALPHABETS if not set(typed).isdisjoint(alphabet))
    without = [start + rest[1:] for start, rest in cuts]
    swapped = [start + rest[1] + rest[0] + rest[2:] for start, rest in cuts if len(rest) > 1]
    other = [start + letter + rest[gone:] for start, rest in cuts for letter in letters for gone in (0, 1)]
    return {*without, *swapped, *other, *([typed] if len(typed) > READ else [])}


def may_be_begun(typed, start):
    """Whether words that go on count, too; the same without its last letter would be nearly everything."""
    return len(typed) >= FEWEST_BEGUN and start != typed[:-1]


def is_near(typed, word):
    """Whether a word has what was typed in it, or somebody who meant it may have typed so, or so far."""
    if typed in word:
        return True
    return far(typed, word) <= (1 if len(typed) <= SHORT else MOST_WRONG)


def far(typed, word):
    """How many letters of what was typed are wrong, if it is a beginning of the word."""
    return min(distance(typed, word[:length]) for length in range(len(typed) - 1, len(typed) + 2))


def distance(one, other):
    """How many letters are wrong, missing, too much, or swapped with their neighbour."""
    rows = [list(range(len(other) + 1))]
    for place, letter in enumerate(one, start=1):
        row = [place]
        for at, sign in enumerate(other, start=1):
            cost = min(rows[-1][at] + 1, row[-1] + 1, rows[-1][at - 1] + (letter != sign))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == sign:
                cost = min(cost, rows[-2][at - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
