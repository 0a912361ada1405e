"""What a deal has in a file."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from leads.importing.kinds import Column
from leads.importing.values import Refused, to_day, to_money, to_text


def to_currency(cell, _hints):
    code = cell.upper()
    if code and not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise Refused(_("“%(cell)s” is not a currency code such as EUR.") % {"cell": cell[:20]})
    return code


COLUMNS = (
    Column(
        "external_id",
        lazy("Id in the file"),
        ("id", "deal id", "opportunity id", "record id", "identifier"),
        to_text(120),
        hint=lazy("Known ids are updated, not made twice. Without one, every import makes new deals."),
    ),
    Column("title", lazy("Title"), ("deal name", "name", "deal", "opportunity", "opportunity name", "deal title")),
    Column(
        "company", lazy("Company"), ("account", "organization", "organisation", "account name", "customer", "client")
    ),
    Column(
        "owner",
        lazy("Owner"),
        ("sales agent", "rep", "sales rep", "deal owner", "opportunity owner", "salesperson"),
        valued=True,
        lenient=True,
    ),
    Column(
        "stage",
        lazy("Stage"),
        ("deal stage", "pipeline stage", "status", "stage name"),
        to_text(60),
        required=True,
        valued=True,
    ),
    Column("amount", lazy("Value"), ("amount", "close value", "deal value", "price", "total", "revenue"), to_money),
    Column("currency", lazy("Currency"), ("currency code", "deal currency"), to_currency),
    Column("product", lazy("Product"), ("product name", "service"), to_text(120)),
    Column("source", lazy("Source"), ("lead source", "channel", "deal source"), to_text(80)),
    Column(
        "opened_at",
        lazy("Began on"),
        ("engage date", "create date", "created", "created date", "deal created", "opened", "start date"),
        to_day,
        is_day=True,
    ),
    Column(
        "closed_at",
        lazy("Closed on"),
        ("close date", "closed", "won time", "close time", "closed date", "end date"),
        to_day,
        is_day=True,
    ),
    Column(
        "expected_close",
        lazy("Expected close"),
        ("expected close date", "expected closing", "forecast close", "expected close on"),
        to_day,
        is_day=True,
    ),
)
