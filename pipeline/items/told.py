"""What the log keeps of a line, and how people read it there."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit import formats
from pipeline.models import LineItem


def plain(value):
    """A fact in words JSON knows; the zeros a column adds make no difference."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def line_told(item, currency):
    """Name, quantity and price of a line as they were then."""
    return {
        "item": item.pk,
        "name": item.name,
        "quantity": plain(Decimal(item.quantity)),
        "price": plain(Decimal(item.price)),
        "currency": currency,
    }


def how_much(event):
    """“220 × NOK 3,900”."""
    said = event.details
    price = formats.money(Decimal(said["price"]), said["currency"])
    return f"{formats.number(Decimal(said['quantity']), 3)} × {price}"


def fact_name(name):
    label = str(LineItem._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def fact_words(event, name, value):
    """A fact as the log keeps it, in the reader's words; nothing reads as “none”."""
    if value in ("", None):
        return _("none")
    match name:
        case "price":
            return formats.money(Decimal(value), event.details["currency"])
        case "quantity" | "discount" | "tax_rate":
            return formats.number(Decimal(value), 3)
        case "billing" | "part":
            return str(dict(LineItem._meta.get_field(name).choices).get(value, value))
        case "term_months":
            months = {"months": formats.number(value)}
            return ngettext("%(months)s month", "%(months)s months", value) % months
    return value


def changed_facts(event):
    """“Quantity: 200 to 220.”"""
    words = _("%(name)s: %(old)s to %(new)s.")
    told = [
        words % {"name": fact_name(name), "old": fact_words(event, name, old), "new": fact_words(event, name, new)}
        for name, (old, new) in event.changes.items()
    ]
    return " ".join(told)
