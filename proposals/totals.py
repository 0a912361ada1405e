"""What a version comes to: its lines as the one function of totals reads them, and its answer written down."""

from pipeline.items.totals import Discount, Line, totals_of
from pipeline.models.items import OF_A_LINE

KEPT = ("subtotal", "discount", "net", "tax", "gross", "once", "monthly", "yearly")


def totals_for(version, lines):
    """The Totals of these lines with the version's discount, in its currency."""
    sold = [Line(place, **{name: getattr(line, name) for name in OF_A_LINE}) for place, line in enumerate(lines)]
    return totals_of(sold, discount_of(version), version.currency)


def discount_of(version):
    return Discount(version.discount_name, version.discount_percent, version.discount_amount)


def keep_totals(version, lines):
    """Set on an unsaved version and its unsaved lines what they come to."""
    totals = totals_for(version, lines)
    for line, said in zip(lines, totals.lines, strict=True):
        line.amount = said.amount
    for name in KEPT:
        setattr(version, name, getattr(totals, name))
    version.taxes = {str(rate): str(tax) for rate, tax in totals.taxes.items()}
