"""What concerns all lines of a deal at once: the discount on the whole, and whether they make its value."""

from django.utils.translation import gettext as _

from pipeline.items.actions import ItemsRefused, changing
from pipeline.items.queries import pricing_of
from pipeline.items.told import plain
from pipeline.models import Pricing
from timeline.log import record

OF_DISCOUNT = ("discount_name", "discount_percent", "discount_amount")


def discount_deal(deal, *, name="", percent=None, amount=None, by):
    """Take a share or an amount off the whole of a deal, or nothing any more; returns the event, if it was not so."""
    with changing(deal, by=by) as deal:
        pricing = pricing_of(deal)
        news = dict(zip(OF_DISCOUNT, (name, percent, amount), strict=True))
        changes = {fact: [plain(getattr(pricing, fact)), plain(value)] for fact, value in news.items()}
        changes = {fact: change for fact, change in changes.items() if change[0] != change[1]}
        if not changes:
            return None
        Pricing.objects.update_or_create(deal=deal, defaults=news)
        is_gone = percent is None and amount is None
        details = {fact: plain(value) for fact, value in news.items()} | {"currency": deal.currency}
        verb = "deal.discount_dropped" if is_gone else "deal.discounted"
        return tell(verb, deal, details | {"was": pricing.discount_name}, by=by, changes=changes)


def value_by_items(deal, *, by):
    """Let the lines make the value of a deal from now on; returns the event, or None if they do already."""
    with changing(deal, by=by) as deal:
        if not deal.items.exists():
            raise ItemsRefused(_("There are no line items yet: add the first one."))
        return change_source(deal, True, by=by)


def value_by_hand(deal, *, by):
    """Let the value of a deal be written by hand again; it stays as it is until somebody does."""
    with changing(deal, by=by) as deal:
        return change_source(deal, False, by=by)


def change_source(deal, is_valued_by_items, *, by):
    if deal.is_valued_by_items == is_valued_by_items:
        return None
    deal.is_valued_by_items = is_valued_by_items
    deal.save(update_fields=["is_valued_by_items"])
    return tell("deal.valued_by_items" if is_valued_by_items else "deal.valued_by_hand", deal, {}, by=by)


def tell(verb, deal, details, *, by, changes=None):
    return record(verb, deal, by=by, about=(deal.company,), changes=changes, details=details, owner=deal.owner)
