"""The checklists of stages: what is written on them, and what is ticked for a deal."""

from django.db import transaction
from django.utils import timezone

from pipeline.actions.places import lock_deal
from pipeline.models import ChecklistItem, Stage
from timeline.log import record


def tick_item(deal, *, item, by):
    """Say that an item of a checklist is done for a deal; returns the event, or None if it was done already."""
    with transaction.atomic():
        return write_tick(lock_deal(deal), item, by=by)


def write_tick(deal, item, *, by):
    """The same on a locked deal, in the caller's transaction."""
    _tick, is_new = deal.ticks.get_or_create(item=item, defaults={"by": by})
    return tell("deal.ticked", deal, item, by=by) if is_new else None


def untick_item(deal, *, item, by):
    """Say that it is not done after all; returns the event, or None if it was not ticked."""
    with transaction.atomic():
        deal = lock_deal(deal)
        gone, _rows = deal.ticks.filter(item=item).delete()
        return tell("deal.unticked", deal, item, by=by) if gone else None


def tell(verb, deal, item, *, by):
    details = {"item": item.text, "item_id": item.pk}
    return record(verb, deal, by=by, about=(deal.company,), details=details, owner=deal.owner)


# ── What an admin writes on the checklist of a stage ──


def add_item(stage, *, text, by):
    """Put something to do at the end of a stage's checklist and return it."""
    with transaction.atomic():
        items = lock_items(stage)
        item = ChecklistItem.objects.create(stage=stage, text=text, position=len(items))
        tell_stage("stage.listed", stage, by=by, text=text)
        return item


def rename_item(item, *, text, by):
    """Say it in other words; what is ticked stays ticked."""
    with transaction.atomic():
        before = {one.pk: one.text for one in lock_items(item.stage)}.get(item.pk, text)
        if before != text:
            ChecklistItem.objects.filter(pk=item.pk).update(text=text)
            tell_stage("stage.listed", item.stage, by=by, text=text, changes={"text": [before, text]})


def move_item(item, *, step, by):
    """Put an item one step up (-1) or down (1) on its checklist."""
    with transaction.atomic():
        items = lock_items(item.stage)
        before = items.index(item)
        after = min(max(before + step, 0), len(items) - 1)
        items.insert(after, items.pop(before))
        for position, one in enumerate(items):
            one.position = position
        ChecklistItem.objects.bulk_update(items, ["position"])
        if before != after:
            changes = {"place": [before + 1, after + 1]}
            tell_stage("stage.listed", item.stage, by=by, text=item.text, changes=changes)


def retire_item(item, *, by):
    """Take an item off its checklist; gates ask for it no more, and its ticks stay in the history."""
    with transaction.atomic():
        if item in lock_items(item.stage):
            ChecklistItem.objects.filter(pk=item.pk).update(retired_at=timezone.now())
            tell_stage("stage.unlisted", item.stage, by=by, text=item.text)


def lock_items(stage):
    """The items in use, in order, while nobody else changes them."""
    Stage.objects.select_for_update(no_key=True).get(pk=stage.pk)
    return list(stage.checklist.filter(retired_at=None))


def tell_stage(verb, stage, *, by, text, changes=None):
    record(verb, stage, by=by, changes=changes, details={"name": stage.name, "item": text})
