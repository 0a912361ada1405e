"""One product while a file is read: what it was, what the rows make of it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from leads.importing.values import Refused
from pipeline.models import Product
from pipeline.products.facts import FACTS, differences, facts_of, plain, prices_of


@dataclass(eq=False)
class Entry:
    """A product with its prices, {currency: amount}; `before` are the facts it had, None of a new one."""

    product: Product
    prices: dict
    before: dict | None
    line: int = 0

    @classmethod
    def of(cls, product):
        prices = prices_of(product)
        return cls(product, prices, facts_of(product, prices))

    @property
    def is_new(self):
        return self.before is None

    def take(self, values, currency):
        """Let it be what a row says; returns whether that changed anything."""
        was = facts_of(self.product, self.prices)
        said = said_facts(values)
        billing = said.get("billing", self.product.billing)
        if said.get("term_months") and billing == Product.Billing.ONCE:
            raise Refused(_("Only what is billed every month or year has a term."))
        for name, value in said.items():
            setattr(self.product, name, value)
        if billing == Product.Billing.ONCE:
            self.product.term_months = None
        if values.get("price") is not None:
            self.prices[currency] = values["price"]
        return facts_of(self.product, self.prices) != was

    def changes(self):
        """{fact: [old, new]} since it was read."""
        return differences(self.before or {}, facts_of(self.product, self.prices))

    def new_prices(self):
        was = self.before or {}
        return {
            currency: Decimal(amount)
            for currency, amount in self.prices.items()
            if was.get(f"price.{currency}") != plain(amount)
        }


def said_facts(values):
    """What a row says of a product but for the price: an empty cell says nothing."""
    return {name: values[name] for name in FACTS if values.get(name) not in (None, "")}
