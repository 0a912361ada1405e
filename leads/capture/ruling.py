"""What an admin does with the rules of who gets a lead."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from leads.models import AssignmentRule, AssignmentTurn
from timeline.log import record


@transaction.atomic
def add_rule(*, name, conditions, way, people, by):
    """Add a rule behind all others; its people take turns in this order."""
    last = AssignmentRule.objects.aggregate(last=Max("position"))["last"]
    place = 0 if last is None else last + 1
    rule = AssignmentRule.objects.create(name=name, conditions=conditions, way=way, position=place)
    set_people(rule, people)
    record("rule.added", rule, by=by, details={"name": name})
    return rule


@transaction.atomic
def change_rule(rule, *, name, conditions, way, people, by):
    """Change a rule; whoever stays in it keeps their turn."""
    rule = lock(rule)
    now = {"name": rule.name, "conditions": rule.conditions, "way": rule.way, "people": names_in(rule)}
    rule.name, rule.conditions, rule.way = name, conditions, way
    rule.save(update_fields=["name", "conditions", "way"])
    set_people(rule, people)
    then = {"name": name, "conditions": conditions, "way": way, "people": names_in(rule)}
    if changes := {fact: [old, then[fact]] for fact, old in now.items() if old != then[fact]}:
        record("rule.changed", rule, by=by, changes=changes, details={"name": name})


def set_people(rule, people):
    rule.turns.exclude(user__in=people).delete()
    known = set(rule.turns.values_list("user_id", flat=True))
    new = [person for person in people if person.pk not in known]
    AssignmentTurn.objects.bulk_create(
        AssignmentTurn(rule=rule, user=person, position=place) for place, person in enumerate(new, start=len(known))
    )


def names_in(rule):
    return sorted(User.objects.filter(pk__in=rule.turns.values("user")).values_list("name", flat=True))


@transaction.atomic
def place_rule(rule, *, step, by):
    """Ask a rule one place earlier (-1) or later (1)."""
    order = list(AssignmentRule.objects.select_for_update().filter(retired_at=None).order_by("position", "pk"))
    place = order.index(rule)
    if not 0 <= place + step < len(order):
        return
    order[place], order[place + step] = order[place + step], order[place]
    for position, one in enumerate(order):
        one.position = position
    AssignmentRule.objects.bulk_update(order, ["position"])
    record("rule.moved", rule, by=by, details={"name": rule.name})


@transaction.atomic
def retire_rule(rule, *, by):
    """Ask a rule no longer."""
    rule = lock(rule)
    if rule.retired_at is None:
        rule.retired_at = timezone.now()
        rule.save(update_fields=["retired_at"])
        record("rule.retired", rule, by=by, details={"name": rule.name})


@transaction.atomic
def bring_back_rule(rule, *, by):
    """Ask a retired rule again."""
    rule = lock(rule)
    if rule.retired_at:
        rule.retired_at = None
        rule.save(update_fields=["retired_at"])
        record("rule.returned", rule, by=by, details={"name": rule.name})


def lock(rule):
    return AssignmentRule.objects.select_for_update().get(pk=rule.pk)
