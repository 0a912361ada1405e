"""Typing errors: a word nobody wrote is taken for those that have it in them, or are a letter or two away."""

from dataclasses import replace

from accounts.search.asking import alike

MOST_WORDS = 12
SHORT = 5  # up to this length one letter may be wrong, in longer words two
FEWEST_LETTERS = 3


def corrected(terms, knowns):
    """The Knowns of terms with what else they may mean; those nothing is like stay as they are."""
    likes = alike([term for term in terms if len(term.word) >= FEWEST_LETTERS])
    return [taken_for(term, known, likes.get(term.word, [])) for term, known in zip(terms, knowns, strict=True)]


def taken_for(term, known, likes):
    near = [(word, uses) for word, uses in likes if is_near(term.word, word)][:MOST_WORDS]
    if not near:
        return known
    words = tuple(dict.fromkeys([*known.words, *(word for word, _uses in near)]))
    return replace(known, words=words, uses=known.uses + sum(uses for _word, uses in near))


def is_near(typed, word):
    """Whether a word has what was typed in it, or somebody who meant it may have typed so, or so far."""
    if typed in word:
        return True
    most = 1 if len(typed) <= SHORT else 2
    return any(distance(typed, word[:length]) <= most for length in range(len(typed) - 1, len(typed) + 2))


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
