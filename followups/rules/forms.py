"""The editor of a rule: when, if, then; its fields depend on what is chosen, and the server draws them anew."""

import re
from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from followups.models import Rule
from followups.rules.acts import acts_about, registry
from followups.rules.choices import Choices
from followups.rules.facts import facts_about
from followups.rules.parameters import PARAMETERS
from followups.rules.triggers import registry as triggers
from followups.rules.triggers import triggers_about
from leads.scoring.condition_forms import Conditions
from pipeline.models import Stage

MOST_ACTS = 5
ROW = re.compile(r"do(\d)-act")
REDRAWN = {
    "hx-post": "",
    "hx-vals": '{"look": "rule"}',
    "hx-trigger": "change",
    "hx-target": "#rule-body",
    "hx-swap": "outerMorph",
}
CLOCK, LOG = _("By the clock"), _("When it happens")


class RuleForm(forms.Form):
    """A rule with its conditions and acts; with `is_draft` nothing is complained of, somebody is still choosing."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Name the rule: the timeline says it.")}
    )
    trigger = forms.ChoiceField(label=_("When"))
    most_per_hour = forms.IntegerField(label=_("At most, times per hour"), min_value=1, max_value=10_000, initial=500)

    def __init__(self, rule, data=None, *, is_draft=False):
        self.rule, self.about, self.choices, self.known = rule, rule.about, Choices(), facts_about(rule.about)
        chosen = data.get("trigger") if data is not None else rule.trigger
        self.trigger = triggers.get(chosen)
        initial = {"name": rule.name, "trigger": rule.trigger, "most_per_hour": rule.most_per_hour}
        initial |= {f"when-{name}": value for name, value in self.given_to(rule).items()}
        is_bound = data is not None and not is_draft
        super().__init__(data if is_bound else None, initial=dict(data.items()) if is_draft else initial)
        self.fields["trigger"].choices = offered(self.about)
        self.fields["trigger"].widget.attrs |= REDRAWN | {"class": "input", "aria-label": self.fields["trigger"].label}
        for name in self.trigger.asks if self.trigger else ():
            self.fields[f"when-{name}"] = PARAMETERS[name].make(self.choices)
        self.conditions = Conditions(self.known, rule.conditions, data, is_draft=is_draft)
        self.acts = ActRows(self.about, self.choices, rule.acts, data, is_draft=is_draft)

    @staticmethod
    def given_to(rule):
        return rule.parameters | ({"stage": rule.stage_id} if rule.stage_id else {})

    @property
    def when_fields(self):
        """The fields of the trigger that was chosen."""
        return [self[name] for name in self.fields if name.startswith("when-")]

    def clean(self):
        said = super().clean()
        if not self.conditions.is_valid():
            raise forms.ValidationError(_("One of the conditions is not complete."))
        if not self.acts.is_valid():
            raise forms.ValidationError(_("One of the things to do is not complete."))
        if not self.acts.rows:
            raise forms.ValidationError(_("Say what to do: choose at least one thing."))
        return said

    @property
    def facts(self):
        """The rule as it would be kept."""
        said, asks = self.cleaned_data, self.trigger.asks
        given = {name: said[f"when-{name}"] for name in asks if said.get(f"when-{name}") not in (None, "")}
        stage = Stage.objects.filter(pk=given.pop("stage", None)).first()
        return {
            "name": said["name"],
            "trigger": said["trigger"],
            "parameters": given,
            "stage": stage,
            "conditions": self.conditions.value,
            "acts": self.acts.value,
            "most_per_hour": said["most_per_hour"],
        }

    def proposed(self):
        """The same as a rule that is not saved."""
        return Rule(pk=self.rule.pk, about=self.about, **self.facts)


def offered(about):
    """The triggers, those of the log and those of the clock in lists of their own, each without its blanks."""
    pairs = sorted(triggers_about(about), key=lambda trigger: trigger.is_by_clock)
    groups = [
        (CLOCK if by_clock else LOG, [(one.key, bare(one)) for one in those])
        for by_clock, those in groupby(pairs, key=lambda trigger: trigger.is_by_clock)
    ]
    return [("", "…"), *groups]


def bare(thing):
    """How a list offers a trigger or an act: by its label, else by its name with an ellipsis for each blank."""
    return str(thing.label) or str(thing.name) % dict.fromkeys(thing.asks, "…")


class ActRows:
    """What is to be done, one row each, with an empty one at the end."""

    def __init__(self, about, choices, acts, data=None, *, is_draft=False):
        said = said_in(data) if data is not None else kept_in(acts)
        bound = data if data is not None and not is_draft else None
        self.rows = [ActRow(about, choices, *one, data=bound) for one in said[:MOST_ACTS]]
        self.spare = ActRow(about, choices, max([number for number, *_rest in said] + [-1]) + 1, "", {})

    @property
    def shown(self):
        return [*self.rows, self.spare] if len(self.rows) < MOST_ACTS else self.rows

    def is_valid(self):
        return not [row for row in self.rows if not row.is_valid()]

    @property
    def value(self):
        """The acts as a rule keeps them."""
        return [row.kept for row in self.rows]


def kept_in(acts):
    """[(number, act, what is given)] as a rule keeps them."""
    return [(number, one["act"], one.get("given", {})) for number, one in enumerate(acts)]


def said_in(data):
    """The same as it was posted; rows where nothing was chosen are gone."""
    numbers = sorted(int(found[1]) for name in data if (found := ROW.fullmatch(name)))
    rows = [(number, act) for number in numbers if (act := data.get(f"do{number}-act", ""))]
    return [
        (number, act, {name: said(data, number, name) for name in there(data, number, act)}) for number, act in rows
    ]


def there(data, number, act):
    """What this act asks for and was posted: what is newly drawn begins with its usual value."""
    return [name for name in asks_of(act) if f"do{number}-{name}" in data]


def said(data, number, name):
    values = data.getlist(f"do{number}-{name}")
    return values if name == "people" else "".join(values[:1])


def asks_of(act):
    return registry[act].asks if act in registry else ()


class ActRow(forms.Form):
    """One thing to do; its fields are those its act asks for."""

    def __init__(self, about, choices, number, act, given, *, data=None):
        super().__init__(data, prefix=f"do{number}", initial={"act": act} | given)
        names = [(one.key, bare(one)) for one in acts_about(about)]
        gone = [(act, act)] if act and act not in registry else []
        self.fields["act"] = forms.ChoiceField(label=_("Do"), choices=[("", "…"), *gone, *names])
        self.fields["act"].widget.attrs |= REDRAWN | {"class": "input", "aria-label": self.fields["act"].label}
        self.asks = asks_of(act)
        for name in self.asks:
            self.fields[name] = PARAMETERS[name].make(choices)

    @property
    def given_fields(self):
        """The fields of what was chosen."""
        return [self[name] for name in self.asks]

    def clean_act(self):
        if self.cleaned_data["act"] not in registry:
            raise forms.ValidationError(_("This can no longer be done. Choose something else."))
        return self.cleaned_data["act"]

    @property
    def kept(self):
        return {"act": self.cleaned_data["act"], "given": {name: self.cleaned_data[name] for name in self.asks}}
