"""The plain rules by which a deal comes before a review, each with its points and the sentence it says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kit import formats


@dataclass(frozen=True)
class Rule:
    """`sql` judges the facts of one deal; `says` puts them into a sentence.

    `calls` says when it calls for a decision, if not always; else it only weighs where another rule calls.
    """

    key: str
    name: Any
    points: int
    sql: str
    says: Callable
    calls: str = "TRUE"


def pushed(facts):
    times = ngettext("Pushed once", "Pushed %(times)s times", facts["pushes"]) % {
        "times": formats.number(facts["pushes"])
    }
    if not facts.get("pushed_days"):
        return times
    return _("%(pushed)s, %(days)s in all") % {"pushed": times, "days": formats.days(facts["pushed_days"])}


def slow(facts):
    said = {
        "stage": facts["stage"],
        "days": formats.days(facts["days"]),
        "usual": formats.days(round(facts["usual"])),
    }
    return _("In %(stage)s for %(days)s: nine in ten leave within %(usual)s") % said


def doubtful(facts):
    return _("Commit, but its chance is %(chance)s") % {"chance": formats.percent(facts["chance"])}


def passed(facts):
    return _("Close date passed %(days)s ago") % {"days": formats.days(facts["late"])}


def without_step(_facts):
    return _("No next step")


def overdue(facts):
    return _("Next step %(days)s overdue") % {"days": formats.days(facts["step_late"])}


def waking(facts):
    return _("Parked and waking on %(day)s") % {"day": formats.day(date.fromisoformat(facts["parked_until"]))}


def single(facts):
    return _("Only one contact") if facts["people"] else _("No contact")


def big(_facts):
    return _("Big: in the top tenth by value")


RULES = [
    Rule("pushed", gettext_lazy("Its close date was pushed to a later month twice or more"), 3, "pushes >= 2", pushed),
    Rule("slow", gettext_lazy("Longer in its stage than nine in ten that left it"), 3, "days > usual", slow),
    Rule("passed", gettext_lazy("Its close date has passed"), 3, "late > 0", passed),
    Rule("doubtful", gettext_lazy("Commit, with a chance below 50%"), 3,
         "category = 'commit' AND chance < 0.5", doubtful),
    Rule("no_step", gettext_lazy("No next step"), 2, "parked_until IS NULL AND next_step_at IS NULL", without_step),
    Rule("waking", gettext_lazy("Parked, and waking within seven days"), 2, "parked_until IS NOT NULL", waking),
    Rule("overdue", gettext_lazy("Its next step is overdue by a day or more"), 1, "step_late > 0", overdue),
    Rule("single", gettext_lazy("One contact or none; calls for a decision only of what is best case or commit"), 1,
         "people <= 1", single, calls="category IN ('best', 'commit')"),
    Rule("big", gettext_lazy("In the top tenth by value; calls for nothing by itself"), 1,
         "share >= 0.9 AND base_amount > 0", big, calls="FALSE"),
]  # fmt: skip
BY_KEY = {rule.key: rule for rule in RULES}

POINTS = " + ".join(f"CASE WHEN {rule.sql} THEN {rule.points} ELSE 0 END" for rule in RULES)
WHY = ", ".join(f"CASE WHEN {rule.sql} THEN '{rule.key}' END" for rule in RULES)
CALLS = " OR ".join(f"({rule.sql} AND {rule.calls})" for rule in RULES)


def reasons_of(item):
    """The sentences of an item of an agenda, the weightiest rule first."""
    return [BY_KEY[key].says(item["facts"]) for key in item["why"] if key in BY_KEY]


def score_of(item):
    return item["points"] * item["share"]
