"""Shaping the labels: added, changed, put in order, retired and brought back; what carries one keeps it."""

from django.db import transaction
from django.utils import timezone

from leads.models import Label, LabelSet
from timeline.log import record


@transaction.atomic
def add_label(label_set, *, by, name, hue, icon):
    """Add a label at the end of its set and return it."""
    labels = lock_set(label_set)
    label = Label.objects.create(set=label_set, name=name, hue=hue, icon=icon, position=len(labels))
    tell("label.added", label, by=by)
    return label


@transaction.atomic
def edit_label(label, *, by, **facts):
    """Change name, hue or icon of a label."""
    label = Label.objects.select_for_update().get(pk=label.pk)
    changes = {name: [getattr(label, name), new] for name, new in facts.items() if getattr(label, name) != new}
    for name in changes:
        setattr(label, name, facts[name])
    if changes:
        label.save(update_fields=list(changes))
        tell("label.edited", label, by=by, changes=changes)
    return label


@transaction.atomic
def move_label(label, *, step, by):
    """Put a label one place up (step −1) or down (+1) among the labels of its set in use."""
    labels = lock_set(label.set)
    before = labels.index(label)
    after = min(max(before + step, 0), len(labels) - 1)
    if before != after:
        labels.insert(after, labels.pop(before))
        set_order(labels)
        tell("label.moved", label, by=by, changes={"place": [before + 1, after + 1]})


@transaction.atomic
def retire_label(label, *, by):
    """Offer a label no longer; leads and deals that carry it keep it."""
    label.retired_at = timezone.now()
    label.save(update_fields=["retired_at"])
    tell("label.retired", label, by=by)


@transaction.atomic
def bring_back_label(label, *, by):
    """Offer a retired label again, at the end of its set."""
    labels = lock_set(label.set)
    if label in labels:
        return
    label.retired_at = None
    label.save(update_fields=["retired_at"])
    set_order([*labels, label])
    tell("label.returned", label, by=by)


def lock_set(label_set):
    """The labels of a set in use, in order; whoever changes the order holds the set."""
    LabelSet.objects.select_for_update().get(pk=label_set.pk)
    return list(label_set.labels.filter(retired_at=None).order_by("position", "pk"))


def set_order(labels):
    for position, label in enumerate(labels):
        label.position = position
    Label.objects.bulk_update(labels, ["position"])


def tell(verb, label, *, by, changes=None):
    record(verb, label, by=by, changes=changes, details={"name": label.name})
