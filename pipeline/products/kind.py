"""Products as a kind of the importer: found by code or name, with a price in each currency, a row for each price."""

import re

from babel.numbers import list_currencies
from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from leads.importing.guessing import simple
from leads.importing.kinds import Kind
from pipeline.models import Product
from pipeline.products.columns import COLUMNS, PRESETS
from pipeline.products.taking_back import take_back
from pipeline.products.writer import ProductWriter
from pipeline.rates import workspace_currency

Billing = Product.Billing
CALLED = {
    Billing.ONCE: ("once", "one off", "one time", "onetime", "single", "einmalig", "no", "none"),
    Billing.MONTHLY: ("monthly", "every month", "per month", "month", "monatlich"),
    Billing.YEARLY: ("yearly", "annually", "annual", "every year", "per year", "year", "jährlich"),
}


def currency_in(header):
    """The code of a currency that stands in a header as a word of its own, in capitals; else “”."""
    codes = re.findall(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])", header)
    return next((code for code in codes if code in list_currencies()), "")


class ProductKind(Kind):
    name = "products"
    label = lazy("Products")
    record = "product"
    keys = ("code", "name")
    columns = COLUMNS
    presets = PRESETS

    def complete(self, options):
        return options | {"currency": options.get("currency") or workspace_currency()}

    def called(self, header):
        """“Price EUR” and “EUR price” are prices."""
        return header.replace(code, " ") if (code := currency_in(header)) and header.strip() != code else header

    def told_by(self, columns):
        code = currency_in(columns.get("price", ""))
        return {"currency": code} if code and "currency" not in columns else {}

    def choices(self, column, options):
        return [(str(billing), billing.label) for billing in Billing]

    def guess(self, column, text, choices):
        """By our own words for it, or by those of other programs."""
        known = {simple(str(label)): key for key, label in choices} | {
            simple(word): str(billing) for billing, words in CALLED.items() for word in words
        }
        return text if text in Billing else known.get(simple(text), "")

    def option_fields(self, options):
        return {
            "currency": forms.RegexField(
                r"^[A-Z]{3}$",
                label=_("Currency of the prices"),
                initial=options["currency"],
                help_text=_("Where a row does not say it."),
                error_messages={"invalid": _("Write the three letters of a currency, such as EUR.")},
            )
        }

    def promises(self):
        return (
            _("A product that is known is changed where the file says something else; an empty cell says nothing."),
            _("Several rows may price one product, each in another currency. No price is ever removed."),
            _("Rows that cannot be taken are given back with their line and the reason."),
        )

    def open(self, batch):
        return ProductWriter(batch)

    def take_back(self, batch, most):
        return take_back(batch, most)

    def place(self):
        return reverse("pipeline:products"), _("Open the products")
