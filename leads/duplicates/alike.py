"""How alike two folded texts are, between 0 and 1: typing errors, words in another order, initials, words left out."""

from itertools import zip_longest

FOREIGN = 0.65  # words that share fewer letters than this are different words


def name_likeness(one, other):
    """How alike two people's names are: “kapinga mwana” is “mwana kapinga”, “anna ito” is not “jan ito”."""
    return likeness_of_words(one, other, FOREIGN)


def company_likeness(one, other):
    """How alike two companies' names are; a name that begins the other one is nearly it."""
    found = likeness_of_words(one, other, 0.8)
    shorter, longer = sorted((one, other), key=len)
    begins = len(shorter) > 3 and longer.startswith(f"{shorter} ")
    return max(found, 0.88) if begins else found


def likeness_of_words(one, other, foreign):
    if not one or not other:
        return 0.0
    ours, theirs = sorted(one.split()), sorted(other.split())
    if ours == theirs:
        return 1.0
    joined = likeness(one.replace(" ", ""), other.replace(" ", ""))
    if len(ours) != len(theirs) and joined > 0.9:
        return joined
    return likeness_of_parts(*sorted((ours, theirs), key=len), foreign)


def likeness_of_parts(fewer, more, foreign):
    """Each word of the shorter name with its best in the longer; one that is foreign makes the whole 0.6 at most."""
    left, found = list(more), []
    for word in fewer:
        best = max(left, key=lambda other: likeness_of_word(word, other))
        found.append(likeness_of_word(word, best))
        left.remove(best)
    whole = sum(found) / len(found)
    if min(found) < foreign:
        return min(whole, 0.6) if max(found) > 0.85 else min(whole, 0.3)
    if left:
        return min(whole, 0.88 if len(fewer) > 1 else 0.6)
    return whole


def likeness_of_word(one, other):
    if one == other:
        return 1.0
    if min(len(one), len(other)) == 1 and one[0] == other[0]:
        return 0.9  # an initial
    return likeness(one, other)


def likeness(one, other):
    """1 less the share of letters that are changed, left out, added, or in their neighbour's place."""
    longest = max(len(one), len(other))
    return 1 - distance(*trimmed(one, other)) / longest if longest else 1.0


def trimmed(one, other):
    """What is left without the same beginning and the same end."""
    same = next((at for at, (a, b) in enumerate(zip_longest(one, other)) if a != b), len(one))
    one, other = one[same:], other[same:]
    end = next((at for at, (a, b) in enumerate(zip_longest(reversed(one), reversed(other))) if a != b), len(one))
    return one[: len(one) - end], other[: len(other) - end]


def distance(one, other):
    """Changes from one text to the other, two neighbours that changed places counting as one."""
    before, row = [], list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [at]
        for place, its in enumerate(other, start=1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != its))
            if at > 1 < place and letter == other[place - 2] and one[at - 2] == its:
                cost = min(cost, earlier[place - 2] + 1)
            row.append(cost)
    return row[-1]
