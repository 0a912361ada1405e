"""What a product has in a file, and how well-known programs call it."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from leads.importing.kinds import Column, Preset
from leads.importing.records.presets import GENERIC, GENERIC_KEY, HUBSPOT, PIPEDRIVE, SALESFORCE, ZOHO
from leads.importing.values import Refused, to_money, to_text
from pipeline.importing.columns import to_currency

MONTHS = re.compile(r"P?\s*(\d{1,3})\s*(?:m|mo|months?|monate?)?", re.IGNORECASE)
YEARS = re.compile(r"P?\s*(\d{1,2})\s*(?:y|years?|jahre?)", re.IGNORECASE)
LONGEST_TERM = 240


def to_share(cell, _hints):
    """“19”, “19 %” or “8,1%” as Decimal, from 0 to 100."""
    if not cell:
        return None
    share = to_money(cell.rstrip("%٪ \u00a0"), _hints)
    if share is None or share > Decimal(100):
        raise Refused(_("“%(cell)s” is not a share from 0 to 100 percent.") % {"cell": cell[:40]})
    return share


def to_months(cell, _hints):
    """“12”, “12 months”, “P12M” or “1 year” as a number of months; empty says nothing."""
    if not cell:
        return None
    years, months = YEARS.fullmatch(cell), MONTHS.fullmatch(cell)
    count = int(years[1]) * 12 if years else int(months[1]) if months else 0
    if not 1 <= count <= LONGEST_TERM:
        raise Refused(_("“%(cell)s” is not a number of months.") % {"cell": cell[:40]})
    return count


def to_billing(cell, _hints):
    """The meaning somebody gave a text; empty says nothing."""
    return cell or None


COLUMNS = (
    Column(
        "name", lazy("Name"), ("product", "product name", "item", "item name", "service", "title"), to_text(120),
        required=True,
    ),
    Column(
        "code",
        lazy("Code"),
        ("product code", "sku", "item code", "article number", "part number", "product number"),
        to_text(60),
        hint=lazy("The surest way to find a product again; those without a code are found by their name."),
    ),
    Column("price", lazy("Price"), ("unit price", "list price", "sales price", "net price", "amount"), to_money),
    Column("currency", lazy("Currency"), ("currency code", "price currency"), to_currency),
    Column("tax_rate", lazy("Tax in percent"), ("tax", "tax rate", "tax %", "vat", "vat rate"), to_share),
    Column("unit", lazy("Unit"), ("unit of measure", "uom", "usage unit"), to_text(40)),
    Column(
        "billing",
        lazy("Billed"),
        ("billing", "billing frequency", "recurring billing frequency", "billing period", "recurrence"),
        to_billing,
        valued=True,
    ),
    Column("term_months", lazy("Term in months"), ("term", "term months", "contract term"), to_months),
    Column("description", lazy("Description"), ("product description", "details", "notes"), to_text(4000)),
)  # fmt: skip

PRESETS = (
    Preset(
        "pipedrive",
        PIPEDRIVE,
        {
            "name": ("Product - Name", "Name"),
            "code": ("Product - Product code", "Product code"),
            "price": ("Product - Unit price", "Product - Price", "Unit price", "Price"),
            "currency": ("Product - Currency", "Product - Currency of Unit price", "Currency"),
            "tax_rate": ("Product - Tax", "Product - Tax (%)", "Tax (%)", "Tax"),
            "unit": ("Product - Unit", "Unit"),
            "billing": ("Product - Billing frequency", "Billing frequency"),
            "description": ("Product - Description", "Description"),
        },
    ),
    Preset(
        "hubspot",
        HUBSPOT,
        {
            "name": ("Name", "Product name"),
            "code": "SKU",
            "price": ("Unit price", "Price"),
            "currency": ("Currency", "Product currency"),
            "tax_rate": "Tax rate",
            "billing": ("Billing frequency", "Recurring billing frequency"),
            "term_months": ("Term", "Term (months)"),
            "description": ("Description", "Product description"),
        },
    ),
    Preset(
        "salesforce",
        SALESFORCE,
        {
            "name": ("Product Name", "Product: Product Name", "Name"),
            "code": ("Product Code", "ProductCode", "StockKeepingUnit", "Product SKU"),
            "price": ("List Price", "UnitPrice", "Unit Price"),
            "currency": ("List Price Currency", "Price Currency", "CurrencyIsoCode", "Product Currency"),
            "unit": ("Quantity Unit Of Measure", "QuantityUnitOfMeasure"),
            "description": ("Product Description", "Description"),
        },
    ),
    Preset(
        "zoho",
        ZOHO,
        {
            "name": "Product Name",
            "code": "Product Code",
            "price": "Unit Price",
            "currency": "Currency",
            "tax_rate": (),  # there it names taxes, not their share
            "unit": "Usage Unit",
            "description": "Description",
        },
    ),
    Preset(GENERIC_KEY, GENERIC),
)
