"""Changing the lines of a deal; its sums, and where they make its value that value, follow in the same transaction."""

from contextlib import contextmanager

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from pipeline.actions.editing import write_facts
from pipeline.actions.places import lock_deal
from pipeline.items.queries import items_of
from pipeline.items.told import line_told, plain
from pipeline.items.worth import count_anew, value_made
from pipeline.models import LineItem
from timeline.log import record

FACTS = (
    "name",
    "description",
    "unit",
    "quantity",
    "price",
    "discount",
    "tax_rate",
    "billing",
    "term_months",
    "part",
    "group",
)
FROM_PRODUCT = ("name", "description", "unit", "tax_rate", "billing", "term_months")
Part = LineItem.Part


class ItemsRefused(Exception):
    """Why the lines stay as they are, in one sentence."""


class ItemChangedMeanwhile(Exception):
    """Somebody else changed this line: `item` is the line as it is now."""

    def __init__(self, item):
        self.item = item
        super().__init__(_("Somebody changed this line while you were writing. Save again to write yours over it."))


@contextmanager
def changing(deal, *, by):
    """The deal, locked, while its lines are changed; then all that follows from them is written."""
    with transaction.atomic():
        deal = lock_deal(deal)
        if deal.status != deal.Status.OPEN:
            raise ItemsRefused(_("This deal is closed. Open it again to change its line items."))
        yield deal
        totals = count_anew(deal)
        if deal.is_valued_by_items:
            write_facts(deal, {"amount": value_made(totals)}, by=by)


def add_item(deal, *, by, product=None, **facts):
    """Add a line at the end, from a product or in free words; returns it.

    The first line of a deal nobody has valued makes its value from now on.
    """
    with changing(deal, by=by) as deal:
        facts = facts_of_product(product) | facts
        place = (deal.items.aggregate(last=Max("position"))["last"] or 0) + 1
        item = LineItem(deal=deal, product=product, position=place, **facts)
        item.is_chosen = item.part == Part.ALTERNATIVE and not chosen_in(deal, item.group).exists()
        if not deal.amount and not deal.items.exists():
            deal.is_valued_by_items = True
            deal.save(update_fields=["is_valued_by_items"])
        item.save()
        tell("deal.item_added", deal, item, by=by)
    return item


def facts_of_product(product):
    """What a line takes over from a product; its price is asked for in the deal's currency."""
    return {name: getattr(product, name) for name in FROM_PRODUCT} if product else {}


def change_item(item, *, by, seen=None, **facts):
    """Change what a line says; returns the event, or None if nothing changed.

    `seen` is the version the writer saw: raises ItemChangedMeanwhile if somebody else was faster.
    """
    with changing(item.deal, by=by) as deal:
        item = find(deal, item)
        if seen is not None and seen != item.version:
            raise ItemChangedMeanwhile(item)
        changes = {name: [plain(getattr(item, name)), plain(facts[name])] for name in FACTS if name in facts}
        changes = {name: change for name, change in changes.items() if change[0] != change[1]}
        if not changes:
            return None
        for name in changes:
            setattr(item, name, facts[name])
        if {"part", "group"} & changes.keys():
            item.is_chosen = item.part == Part.ALTERNATIVE and not chosen_in(deal, item.group).exists()
        item.version += 1
        item.save(update_fields=[*changes, "is_chosen", "version"])
        return tell("deal.item_changed", deal, item, by=by, changes=changes)


def remove_item(item, *, by):
    """Take a line off its deal; `return_item` brings it back."""
    with changing(item.deal, by=by) as deal:
        item = find(deal, item)
        item.removed_at, item.removed_by = timezone.now(), by
        item.save(update_fields=["removed_at", "removed_by"])
        return tell("deal.item_removed", deal, item, by=by)


def return_item(item, *, by):
    """Bring back a line that was taken off, to where it stood; returns the event, or None if it stands."""
    with changing(item.deal, by=by) as deal:
        item = LineItem.everything.get(pk=item.pk)
        if item.removed_at is None:
            return None
        if item.part == Part.ALTERNATIVE and chosen_in(deal, item.group).exists():
            item.is_chosen = False
        item.removed_at = item.removed_by = None
        item.save(update_fields=["removed_at", "removed_by", "is_chosen"])
        return tell("deal.item_returned", deal, item, by=by)


def place_item(item, *, step, by):
    """Let a line change places with its neighbour before (-1) or after it (1); returns the event, if it had one."""
    with changing(item.deal, by=by) as deal:
        items = items_of(deal)
        here = next((place for place, one in enumerate(items) if one.pk == item.pk), None)
        if here is None or not 0 <= here + step < len(items):
            return None
        items.insert(here + step, items.pop(here))
        for place, one in enumerate(items, start=1):
            one.position = place
        LineItem.objects.bulk_update(items, ["position"])
        return tell("deal.item_placed", deal, items[here + step], by=by)


def choose_item(item, *, is_chosen=True, by):
    """Take an option or an alternative, or leave it; the other alternatives of its choice are left then.

    Returns the event, or None if it was so.
    """
    with changing(item.deal, by=by) as deal:
        item = find(deal, item)
        if item.part == Part.INCLUDED or item.is_chosen == is_chosen:
            return None
        if item.part == Part.ALTERNATIVE:
            chosen_in(deal, item.group).update(is_chosen=False)
        item.is_chosen = is_chosen
        item.save(update_fields=["is_chosen"])
        return tell("deal.item_chosen" if is_chosen else "deal.item_left", deal, item, by=by)


def chosen_in(deal, group):
    return deal.items.filter(part=Part.ALTERNATIVE, group=group, is_chosen=True)


def find(deal, item):
    """The line as it is now, on its locked deal."""
    found = deal.items.filter(pk=item.pk).first()
    if found is None:
        raise ItemsRefused(_("Somebody removed this line while you were writing."))
    return found


def tell(verb, deal, item, *, by, changes=None):
    details = line_told(item, deal.currency)
    return record(verb, deal, by=by, about=(deal.company,), changes=changes, details=details, owner=deal.owner)
