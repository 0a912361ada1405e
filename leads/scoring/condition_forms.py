"""How an admin says which leads are meant: rows of a fact, what is asked of it, and a value."""

import re
from datetime import date
from decimal import Decimal
from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from kit import formats
from kit.numbers import NumberField
from leads.facts import CHOICE, DATE, NUMBER, YES_NO

MOST = 12
ROW = re.compile(r"if(\d{1,2})-fact")
NO_VALUE = ("is_set", "is_empty")
TESTS = {
    "one_of": _("is one of"),
    "contains": _("contains"),
    "is": _("is"),
    "at_least": _("is at least"),
    "at_most": _("is at most"),
    "is_set": _("is known"),
    "is_empty": _("is not known"),
}
DATE_TESTS = TESTS | {"at_least": _("is on or after"), "at_most": _("is on or before")}
YES = (("yes", _("Yes")), ("no", _("No")))
# Another fact or test takes another value: the rows are drawn anew by the server.
REDRAWN = {
    "hx-post": "",
    "hx-vals": '{"look": "conditions"}',
    "hx-trigger": "change",
    "hx-target": "#conditions",
    "hx-swap": "outerMorph",
}
MISSING = {"required": _("Say what it must be.")}


class Conditions:
    """The rows of a rule's conditions, with an empty one at the end; `data` is what was posted, if anything was.

    With `is_draft` nothing is complained of: somebody is still choosing.
    """

    def __init__(self, known, conditions=(), data=None, *, is_draft=False):
        self.is_draft = is_draft
        said = [said_in(data, n) for n in rows_in(data)] if data is not None else [as_said(one) for one in conditions]
        said = [one for one in said if one["fact"]][:MOST]
        bound = data is not None and not is_draft
        self.rows = [ConditionRow(known, n, one, bound=bound) for n, one in enumerate(said)]
        self.spare = ConditionRow(known, len(said), {"fact": "", "is": "", "value": []}, bound=False)

    @property
    def shown(self):
        return [*self.rows, self.spare] if len(self.rows) < MOST else self.rows

    def is_valid(self):
        return not [row for row in self.rows if not row.is_valid()]

    @property
    def value(self):
        """The conditions as a rule keeps them."""
        return [row.condition for row in self.rows]


def rows_in(data):
    return sorted(int(found[1]) for name in data if (found := ROW.fullmatch(name)))


def said_in(data, number):
    return {
        "fact": data.get(f"if{number}-fact", ""),
        "is": data.get(f"if{number}-is", ""),
        "value": data.getlist(f"if{number}-value"),
    }


def as_said(condition):
    """A kept condition as a form would post it."""
    value = condition.get("value")
    values = value if isinstance(value, list) else [] if value is None else [value]
    said = [{True: "yes", False: "no"}[one] if isinstance(one, bool) else str(one) for one in values]
    return {"fact": condition["fact"], "is": condition["is"], "value": said}


class ConditionRow(forms.Form):
    """One condition: which fields it has depends on the fact chosen."""

    def __init__(self, known, number, said, *, bound):
        self.known, self.fact = known, known.get(said["fact"])
        prefix = f"if{number}"
        self.test = self.test_of(said["is"])
        shown = {"fact": said["fact"], "is": self.test, "value": self.value_of(said["value"])}
        super().__init__({f"{prefix}-{name}": one for name, one in shown.items()} if bound else None, prefix=prefix)
        self.initial = shown
        self.make_fields(said["fact"])
        for name, field in self.fields.items():
            field.widget.attrs |= {"class": "input sm", "aria-label": field.label}
            field.widget.attrs |= REDRAWN if name != "value" else {}

    def test_of(self, said):
        """What was chosen, or the first that this fact can be asked."""
        tests = self.fact.tests if self.fact else ("",)
        return said if said in tests else tests[0]

    def value_of(self, said):
        """The values as the field of this test takes them: several, a line of words, or one."""
        if self.test == "one_of":
            return said if self.fact.kind == CHOICE else ", ".join(said)
        return "".join(said[:1])

    def make_fields(self, said):
        self.fields["fact"] = forms.ChoiceField(label=_("What"), choices=offered(self.known, said))
        if self.fact:
            names = DATE_TESTS if self.fact.kind == DATE else TESTS
            tests = [(test, names[test]) for test in self.fact.tests]
            self.fields["is"] = forms.ChoiceField(label=_("How"), choices=tests)
        if self.fact and self.test not in NO_VALUE:
            self.fields["value"] = value_field(self.fact, self.test)

    def clean_fact(self):
        if self.fact is None:
            raise forms.ValidationError(_("This field is gone. Choose another, or “no condition”."))
        return self.cleaned_data["fact"]

    @property
    def condition(self):
        value = kept(self.fact, self.test, self.cleaned_data.get("value"))
        return {"fact": self.fact.key, "is": self.test, "value": value}


def offered(known, said):
    """The facts to choose from under their groups; one that is gone stands first."""
    groups = [
        (str(name), [(fact.key, fact.name) for fact in those])
        for name, those in groupby(known.values(), key=lambda fact: str(fact.group))
    ]
    gone = [(said, said)] if said and said not in known else []
    return [("", _("no condition")), *gone, *groups]


def value_field(fact, test):
    if fact.kind == CHOICE:
        names = [(str(value), name) for value, name in fact.choices]
        kind = forms.MultipleChoiceField if test == "one_of" else forms.ChoiceField
        return kind(label=_("Value"), choices=names, error_messages=MISSING)
    if fact.kind == YES_NO:
        return forms.ChoiceField(label=_("Value"), choices=YES, error_messages=MISSING)
    if fact.kind == NUMBER:
        return NumberField(label=_("Value"), max_digits=20, decimal_places=6, error_messages=MISSING)
    if fact.kind == DATE:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(label=_("Value"), widget=widget, error_messages=MISSING)
    several = {"placeholder": _("several with commas")} if test == "one_of" else {}
    widget = forms.TextInput(several)
    return forms.CharField(label=_("Value"), max_length=500, widget=widget, error_messages=MISSING)


def kept(fact, test, value):
    """A value as a condition keeps it."""
    if test in NO_VALUE:
        return None
    if fact.kind == CHOICE:
        kinds = {str(one): one for one, _name in fact.choices}
        return [kinds[one] for one in value] if test == "one_of" else kinds[value]
    if fact.kind == YES_NO:
        return value == "yes"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return [word for part in value.split(",") if (word := part.strip())] if test == "one_of" else value


# ── read aloud


def in_words(condition, known):
    """“Industry is one of Dairy, Food”."""
    fact = known.get(condition["fact"])
    if fact is None:
        return str(_("%(field)s, which is gone") % {"field": condition["fact"]})
    names = DATE_TESTS if fact.kind == DATE else TESTS
    said = f"{fact.name} {names[condition['is']]}"
    return said if condition["is"] in NO_VALUE else f"{said} {value_words(fact, condition['value'])}"


def value_words(fact, value):
    names = {one: str(name) for one, name in fact.choices}
    if isinstance(value, list):
        return ", ".join(names.get(one, str(one)) for one in value)
    if isinstance(value, bool):
        return str(dict(YES)["yes" if value else "no"])
    if fact.kind == DATE:
        return formats.day(date.fromisoformat(value))
    return number_words(Decimal(value)) if fact.kind == NUMBER else names.get(value, str(value))


def number_words(value):
    return formats.number(value, max(0, -value.normalize().as_tuple().exponent))
