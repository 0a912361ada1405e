"""Writing rules: every change is told in the log, and a rule that begins anew looks at nothing that lies behind it."""

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import Workspace
from followups.models import Rule, RuleSwitch
from timeline.log import record

FACTS = ("name", "trigger", "parameters", "stage", "conditions", "acts", "most_per_hour")


@transaction.atomic
def add_rule(*, by, about, is_on=True, **facts):
    """Add a rule behind all others."""
    last = Rule.objects.aggregate(last=Max("position"))["last"]
    place = 0 if last is None else last + 1
    rule = Rule.objects.create(about=about, is_on=is_on, position=place, made_by=by, **facts)
    record("automation.added", rule, by=by, details={"name": rule.name})
    return rule


@transaction.atomic
def edit_rule(rule, *, by, **facts):
    """Change what a rule waits for, asks or does; returns it as it is now."""
    rule = lock(rule)
    changes = {name: [said(getattr(rule, name)), said(facts[name])] for name in FACTS if name in facts}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return rule
    for name in changes:
        setattr(rule, name, facts[name])
    rule.save(update_fields=list(changes))
    if {"trigger", "parameters"} & changes.keys():
        begin_anew(rule)
    record("automation.changed", rule, by=by, changes=changes, details={"name": rule.name})
    return rule


def said(value):
    return value.pk if hasattr(value, "pk") else value


@transaction.atomic
def switch_rule(rule, *, on, by):
    """Let a rule run, be it off or paused, or stop it."""
    rule = lock(rule)
    if rule.is_on == on and (rule.paused_at is None or not on):
        return
    rule.is_on, rule.paused_at = on, None
    rule.save(update_fields=["is_on", "paused_at"])
    begin_anew(rule)
    record("automation.on" if on else "automation.off", rule, by=by, details={"name": rule.name})


@transaction.atomic
def switch_all(*, on, by):
    """Let rules run at all, or stop every one of them."""
    workspace = Workspace.objects.select_for_update().get()
    switch, _made = RuleSwitch.objects.get_or_create(workspace=workspace)
    if switch.is_on != on:
        RuleSwitch.objects.filter(pk=switch.pk).update(is_on=on)
        Rule.objects.update(watched_until=Now())
        record("automation.all_on" if on else "automation.all_off", workspace, by=by)


@transaction.atomic
def place_rule(rule, *, step, by):
    """Ask a rule one place earlier (-1) or later (1)."""
    order = list(Rule.objects.standing().select_for_update())
    place = next((number for number, one in enumerate(order) if one.pk == rule.pk), None)
    if place is None or not 0 <= place + step < len(order):
        return
    order[place], order[place + step] = order[place + step], order[place]
    for position, one in enumerate(order):
        one.position = position
    Rule.objects.bulk_update(order, ["position"])
    record("automation.moved", rule, by=by, details={"name": rule.name})


@transaction.atomic
def retire_rule(rule, *, by):
    """Take a rule out of use; what it did stays in the run log."""
    rule = lock(rule)
    if rule.retired_at is None:
        Rule.objects.filter(pk=rule.pk).update(retired_at=timezone.now(), face="")
        record("automation.retired", rule, by=by, details={"name": rule.name})


@transaction.atomic
def return_rule(rule, *, by):
    """Use a retired rule again."""
    rule = lock(rule)
    if rule.retired_at is not None:
        Rule.objects.filter(pk=rule.pk).update(retired_at=None)
        begin_anew(rule)
        record("automation.returned", rule, by=by, details={"name": rule.name})


def lock(rule):
    return Rule.objects.select_for_update(of=["self"]).get(pk=rule.pk)


def begin_anew(rule):
    """From now on: no moment that has passed meanwhile sets it off."""
    Rule.objects.filter(pk=rule.pk).update(watched_until=Now())
