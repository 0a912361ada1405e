"""Where rules name labels and kinds of follow-ups by their ids: in what sets them off, in conditions, in acts."""

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.lists.kept import Naming, named_in
from followups.models import FollowUpKind, Rule
from kit import formats
from leads.models import Label

LABELS, KINDS = {"label", "any_label"}, {"kind", "any_kind"}
FACTS = {"label"}  # of conditions; kinds of follow-ups are no fact


def rules_naming(names, facts):
    """A function: the rules in use that name an entry."""

    def of(entry):
        return [rule for rule in Rule.objects.standing() if entry.pk in ids_in(rule, names, facts)]

    return of


def ids_in(rule, names, facts):
    given = [rule.parameters, *(act.get("given", {}) for act in rule.acts)]
    ids = {one[name] for one in given for name in names & one.keys()}
    asked = [one.get("value") for one in rule.conditions if one.get("fact") in facts]
    return ids | {one for value in asked for one in (value if isinstance(value, list) else [value])}


def rename_in(names, facts):
    """A function that lets a rule name another entry."""

    def rename(rule, old, new):
        for given in [rule.parameters, *(act.get("given", {}) for act in rule.acts)]:
            given.update({name: new for name in names if given.get(name) == old})
        for one in rule.conditions:
            if one.get("fact") in facts:
                one["value"] = renamed(one.get("value"), old, new)

    return rename


def renamed(value, old, new):
    if isinstance(value, list):
        return list(dict.fromkeys(new if one == old else one for one in value))
    return new if value == old else value


def rules_in_words(count):
    return ngettext("%(count)s rule", "%(count)s rules", count) % {"count": formats.number(count)}


def naming(names, facts=frozenset()):
    """How rules name the entries of one list."""
    fields = ("parameters", "conditions", "acts")
    of, rename = rules_naming(names, facts), rename_in(names, facts)
    return Naming(Rule, fields, of, rename, rules_in_words, lambda entry: reverse("followups:rules"))


named_in(Label, naming(LABELS, FACTS))
named_in(FollowUpKind, naming(KINDS))
