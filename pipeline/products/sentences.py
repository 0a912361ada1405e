"""How products and their prices read in the log."""

from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit import formats
from pipeline.products.facts import PRICE, fact_label, fact_value
from timeline.sentences import say


def changed_facts(event):
    """“Tax in percent: 19 to 7.”"""
    told = [(fact_label(name), fact_value(name, old), fact_value(name, new)) for name, (old, new) in told_of(event)]
    words = gettext("%(name)s: %(old)s to %(new)s.")
    return " ".join(words % {"name": name, "old": old or "–", "new": new or "–"} for name, old, new in told)


def told_of(event):
    return [(name, change) for name, change in event.changes.items() if not name.startswith(PRICE)]


def changed_prices(event):
    """“€24.00 to €26.00. $30.00 is new.”"""
    prices = {name.removeprefix(PRICE): change for name, change in event.changes.items() if name.startswith(PRICE)}
    return " ".join(price_words(currency, *change) for currency, change in prices.items())


def price_words(currency, old, new):
    told = {"old": old and formats.money(Decimal(old), currency), "new": new and formats.money(Decimal(new), currency)}
    if old is None:
        return gettext("%(new)s is new.") % told
    return (gettext("%(old)s is gone.") if new is None else gettext("%(old)s to %(new)s.")) % told


def changes(event):
    return " ".join(filter(None, (changed_facts(event), changed_prices(event))))


say("product.added", _("{actor} added the product {name}"), icon="plus", note=changed_prices)
say("product.edited", _("{actor} changed the product {name}"), icon="pencil", note=changes)
say("product.priced", _("{actor} changed the price of {name}"), icon="coins", note=changed_prices)
say("product.thrown_away", _("{actor} threw the product {name} away"), icon="trash")
say("product.restored", _("{actor} restored the product {name}"), icon="undo")
say("product.retired", _("{actor} retired the product {name}"), icon="trash")
say("product.returned", _("{actor} brought back the product {name}"), icon="undo")
say(
    "products.imported",
    _("{file} was imported: {created} new products, {updated} updated, {rejected} rows refused"),
    icon="upload",
    words=lambda event: {
        name: formats.number(event.details[name])
        for name in ("created", "updated", "rejected")
        if name in event.details
    },
)
say("products.exported", _("{actor} exported {count} products"), icon="download")
