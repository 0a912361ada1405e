"""How what happens to the lines of a deal reads on its timeline."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from kit import formats
from pipeline.items.told import changed_facts, how_much
from timeline.sentences import QUIET, say


def discount_words(event):
    """“58,000 NOK” or “5%”, with the name it was given."""
    said = event.details
    if said["discount_percent"] is not None:
        off = formats.percent(Decimal(said["discount_percent"]) / 100, 2)
    else:
        off = formats.money(Decimal(said["discount_amount"] or 0), said["currency"])
    return {"off": off}


def discount_name(event):
    return event.details.get("discount_name") or event.details.get("was", "")


say("deal.item_added", _("{actor} added the line item {name}"), icon="plus", note=how_much)
say("deal.item_changed", _("{actor} changed the line item {name}"), icon="pencil", note=changed_facts)
say("deal.item_removed", _("{actor} removed the line item {name}"), icon="trash", note=how_much)
say("deal.item_returned", _("{actor} brought back the line item {name}"), icon="undo", note=how_much)
say("deal.item_placed", _("{actor} changed the place of the line item {name}"), icon="sort", kind=QUIET)
say("deal.item_chosen", _("{actor} chose {name}"), icon="circlecheck", note=how_much)
say("deal.item_left", _("{actor} left out {name}"), icon="circle", note=how_much)
say(
    "deal.discounted",
    _("{actor} took {off} off the whole"),
    icon="coins",
    words=discount_words,
    note=discount_name,
)
say("deal.discount_dropped", _("{actor} took the discount off the whole back"), icon="coins", note=discount_name)
say("deal.valued_by_items", _("{actor} let the line items make the value"), icon="coins")
say("deal.valued_by_hand", _("{actor} let the value be written by hand"), icon="pencil")
