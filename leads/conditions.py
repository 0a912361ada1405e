"""The conditions of a rule, such as [{"fact": "industry", "is": "one_of", "value": ["Logistics"]}]: all must hold.

Asked of one lead in Python, of many in the database; a test holds that both say the same. Texts are compared as people
mean them: without case, accents and signs (leads/folding.py). A fact that is gone holds for nobody.
"""

from datetime import date

from django.db.models import Q, Value
from django.db.models.lookups import Contains, Exact, GreaterThanOrEqual, In, LessThanOrEqual

from accounts.models import HAS_CUSTOM
from leads.facts import CHOICE, CUSTOM, DATE, NUMBER, TEXT, YES_NO, facts
from leads.folding import Folded, fold

NOBODY = Q(pk__in=[])
COMPARE = {"is": Exact, "at_least": GreaterThanOrEqual, "at_most": LessThanOrEqual}


def matches(lead, conditions, known=None):
    """Whether a lead meets them all; `known` are the facts() where many leads are asked."""
    known = known if known is not None else facts()
    return all(holds(known.get(one["fact"]), one, lead) for one in conditions)


def as_q(conditions, known=None):
    """The same as a condition on a queryset of leads."""
    known = known if known is not None else facts()
    asked = Q()
    for one in conditions:
        asked &= condition(known.get(one["fact"]), one)
    return asked


# ── one lead


def holds(fact, one, lead):
    if fact is None or one["is"] not in fact.tests:
        return False
    value, test = fact.of(lead), one["is"]
    if test in ("is_set", "is_empty"):
        return (value is None) == (test == "is_empty")
    return value is not None and HOLDS[fact.kind](fact, test, one["value"], value)


def text_holds(_fact, test, asked, value):
    said = fold(value)
    return fold(asked) in said if test == "contains" else said in {fold(word) for word in listed(asked)}


def choice_holds(fact, test, asked, value):
    chosen = value if isinstance(value, list) else [value]
    return not set(chosen).isdisjoint(allowed(fact, test, asked))


def compared_holds(fact, test, asked, value):
    value, asked = fact.read(day_text(value)), fact.read(asked)
    return {"is": value == asked, "at_least": value >= asked, "at_most": value <= asked}[test]


def yes_no_holds(_fact, _test, asked, value):
    return value is asked


HOLDS = {
    TEXT: text_holds,
    CHOICE: choice_holds,
    NUMBER: compared_holds,
    DATE: compared_holds,
    YES_NO: yes_no_holds,
}


def day_text(value):
    return value.isoformat() if isinstance(value, date) else value


def listed(asked):
    return asked if isinstance(asked, list) else [asked]


def allowed(fact, test, asked):
    """The values of a choice that are asked for; “at least” means this one and all after it."""
    if test not in ("at_least", "at_most"):
        return listed(asked)
    values = [value for value, _name in fact.choices]
    if asked not in values:
        return []
    place = values.index(asked)
    return values[place:] if test == "at_least" else values[: place + 1]


# ── many leads


def condition(fact, one):
    if fact is None or one["is"] not in fact.tests:
        return NOBODY
    test = one["is"]
    if test in ("is_set", "is_empty"):
        return fact.known if test == "is_set" else ~fact.known
    return fact.known & ASKED[fact.kind](fact, test, one["value"])


def text_asked(fact, test, asked):
    said = Folded(fact.column)
    if test == "contains":
        return Q(Contains(said, Value(fold(asked))))
    return Q(In(said, [fold(word) for word in listed(asked)] or [""]))


def choice_asked(fact, test, asked):
    values = allowed(fact, test, asked)
    if not fact.is_custom:
        return Q(**{f"{fact.path}__in": values})
    return any_of([held(fact, value) | held(fact, [value]) for value in values])


def held(fact, value):
    """What the index of the custom fields finds."""
    return HAS_CUSTOM & Q(custom__contains={fact.key.removeprefix(CUSTOM): value})


def any_of(conditions):
    found = NOBODY
    for one in conditions:
        found |= one
    return found


def compared_asked(fact, test, asked):
    return Q(COMPARE[test](fact.column, Value(fact.read(asked))))


def yes_no_asked(fact, _test, asked):
    return held(fact, asked) if fact.is_custom else Q(**{fact.path: asked})


ASKED = {
    TEXT: text_asked,
    CHOICE: choice_asked,
    NUMBER: compared_asked,
    DATE: compared_asked,
    YES_NO: yes_no_asked,
}
